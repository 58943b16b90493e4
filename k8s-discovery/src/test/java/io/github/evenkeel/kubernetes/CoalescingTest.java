/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static io.github.evenkeel.kubernetes.TestSlices.ready;
import static io.github.evenkeel.kubernetes.TestSlices.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a burst of changes is handed over. */
class CoalescingTest {
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final VirtualTime time = new VirtualTime();
  private final FakeInformer informer = new FakeInformer();
  private final RecordingListener listener = new RecordingListener();
  private int runs;
  private final Coalescing coalescing =
      new Coalescing(INTERVAL, time.environment(), Runnable::run, () -> runs++);

  @Test
  void theFirstChangeIsHandedOverAtOnceAndABurstTogether() throws Exception {
    try (ServiceWatch<?> watch =
        TestWatches.orders(
            informer::asInformer, new WatchTiming(INTERVAL, Duration.ofSeconds(1)), time)) {
      watch.subscribe(listener);
      informer.lists(slice("orders-1", ready("10.0.0.1")));
      assertEquals(Set.of("10.0.0.1:8080"), listener.endpoints());

      informer.hears(slice("orders-1", ready("10.0.0.2")));
      informer.hears(slice("orders-1", ready("10.0.0.3")));
      time.advance(Duration.ofMillis(99));
      listener.assertHeardNothingMore();
      time.advance(Duration.ofMillis(1));
      assertEquals(Set.of("10.0.0.3:8080"), listener.endpoints());

      time.advance(INTERVAL);
      informer.hears(slice("orders-1", ready("10.0.0.4")));
      assertEquals(Set.of("10.0.0.4:8080"), listener.endpoints());
      listener.assertHeardNothingMore();
    }
    assertTrue(time.isIdle());
  }

  @Test
  void aThousandChangesASecondCostTenRuns() {
    for (int change = 0; change < 1000; change++) {
      coalescing.changed();
      time.advance(Duration.ofMillis(1));
    }
    assertEquals(11, runs, "at 0, 100, 200, ... and 1000 ms");
  }

  @Test
  void whatIsDueIsDroppedWithTheSource() {
    coalescing.changed();
    coalescing.changed();
    coalescing.cancel();
    time.advance(INTERVAL);
    assertEquals(1, runs);
  }
}
