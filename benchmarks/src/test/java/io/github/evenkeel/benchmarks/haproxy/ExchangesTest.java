/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangesTest {
  @Test
  void onlyWhatEndedWithinTheSpanCounts() {
    List<Exchange> exchanges = List.of(ended(9, 1), ended(10, 2), ended(19, 4), ended(20, 8));
    assertEquals(6, Exchanges.between(10, 20, exchanges).work());
  }

  @Test
  void aPodsShareIsThatOfItsResponses() throws IOException {
    try (Pod pod = Pod.start()) {
      int other = pod.port() + 1;
      Exchanges exchanges =
          new Exchanges(
              List.of(
                  new Exchange(0, 1, 1, pod.port()),
                  new Exchange(0, 1, 1, other),
                  new Exchange(0, 1, 1, other),
                  new Exchange(0, 1, 1, other)));
      assertEquals(0.25, exchanges.shareOf(pod));
      assertEquals(0, new Exchanges(List.of()).shareOf(pod));
    }
  }

  private static Exchange ended(long at, double work) {
    return new Exchange(at, 1, work, 0);
  }
}
