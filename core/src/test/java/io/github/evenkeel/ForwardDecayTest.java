/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ForwardDecayTest {
  private static final Duration CONSTANT = Duration.ofSeconds(10);
  private static final ForwardDecay FORWARD = new ForwardDecay(CONSTANT);

  @Test
  void ordersValuesAsTheyWillHaveDecayed() {
    Seeds.check(
        2_000,
        random -> {
          double one = Math.pow(10, 12 * random.nextDouble());
          double other = Math.pow(10, 12 * random.nextDouble());
          long oneAt = random.nextLong(Duration.ofMinutes(5).toNanos());
          long otherAt = random.nextLong(Duration.ofMinutes(5).toNanos());

          double ratio = one / other * Math.exp((oneAt - otherAt) / (double) CONSTANT.toNanos());
          long difference = FORWARD.number(one, oneAt) - FORWARD.number(other, otherAt);

          if (ratio > 1.03) {
            assertTrue(difference > 0, ratio + " " + difference);
          } else if (ratio < 1 / 1.03) {
            assertTrue(difference < 0, ratio + " " + difference);
          }
        });
  }

  @Test
  void goesOnForYears() {
    long years = Duration.ofDays(20 * 365).toNanos();

    assertEquals(64, FORWARD.number(2, years) - FORWARD.number(1, years));
    assertTrue(FORWARD.number(1, years) < Scoreboard.BARRED);
    assertTrue(
        new ForwardDecay(Duration.ofMillis(10)).number(Float.MAX_VALUE, Long.MAX_VALUE)
            < Scoreboard.BARRED);
  }
}
