/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.option;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Durations as people write them. The JDK has ISO 8601 only ({@code PT5S}), and Guava's formatter
 * is private to its {@code Stopwatch}.
 */
public final class Durations {
  private static final BigDecimal MINUTE = BigDecimal.valueOf(60);
  private static final BigDecimal HOUR = BigDecimal.valueOf(3_600);
  private static final BigDecimal DAY = BigDecimal.valueOf(86_400);

  private Durations() {}

  /**
   * Returns the exact length in words, such as {@code 250 ms}, {@code 1.5 s} or {@code 1 h 5 s}.
   */
  public static String text(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds())
            .add(BigDecimal.valueOf(duration.getNano(), /* scale= */ 9));
    if (seconds.signum() == 0) {
      return "0 s";
    }
    return seconds.signum() < 0 ? "-" + positive(seconds.negate()) : positive(seconds);
  }

  private static String positive(BigDecimal seconds) {
    if (seconds.compareTo(BigDecimal.ONE) < 0) {
      BigDecimal nanos = seconds.movePointRight(9);
      int digits = nanos.stripTrailingZeros().precision() - nanos.stripTrailingZeros().scale();
      return digits > 6
          ? part(seconds.movePointRight(3), "ms")
          : digits > 3 ? part(seconds.movePointRight(6), "µs") : part(nanos, "ns");
    }
    StringBuilder text = new StringBuilder();
    BigDecimal rest = append(text, seconds, DAY, "d");
    rest = append(text, rest, HOUR, "h");
    rest = append(text, rest, MINUTE, "min");
    if (rest.signum() != 0) {
      text.append(part(rest, "s"));
    }
    return text.toString().strip();
  }

  /** Appends the whole units in {@code seconds}, if there are any, and returns the rest. */
  private static BigDecimal append(
      StringBuilder text, BigDecimal seconds, BigDecimal unit, String name) {
    BigDecimal[] units = seconds.divideAndRemainder(unit);
    if (units[0].signum() != 0) {
      text.append(part(units[0], name)).append(' ');
    }
    return units[1];
  }

  private static String part(BigDecimal number, String unit) {
    return number.stripTrailingZeros().toPlainString() + " " + unit;
  }
}
