/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.Seeds;
import io.github.evenkeel.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestWindowTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final long PART = WINDOW.toNanos() / 10;

  static List<Long> starts() {
    return VirtualTime.starts();
  }

  private static RequestWindow window(long start) {
    return new RequestWindow(WINDOW, start, Outcome::isFailure);
  }

  private record Sample(long at, boolean failed) {}

  /** Beside a model that keeps every request. */
  @ParameterizedTest
  @MethodSource("starts")
  void countsExactlyWhatIsInTheWindow(long start) {
    Seeds.check(
        300,
        random -> {
          RequestWindow window = window(start);
          List<Sample> all = new ArrayList<>();
          long now = start;
          for (int i = 0; i < 400; i++) {
            now += random.nextInt(20) == 0 ? random.nextLong(3 * PART * 10) : random.nextLong(PART);
            boolean failed = random.nextBoolean();
            window.completed(failed ? Outcome.TIMEOUT : Outcome.SUCCESS, now);
            all.add(new Sample(now, failed));

            long part = (now - start) / PART;
            List<Sample> recent =
                all.stream().filter(sample -> (sample.at - start) / PART >= part - 10).toList();
            assertEquals(
                new RequestWindow.Counts(
                    recent.size(), recent.stream().filter(Sample::failed).count()),
                window.until(now));
          }
        });
  }

  @Test
  void whatIsReadOnceAWindowMissesNothing() {
    Seeds.check(
        100,
        random -> {
          RequestWindow window = window(0);
          long unread = 0;
          long step = PART / 8;
          for (int i = 0; i < 20 * 80; i++) {
            if (i % 80 == 79) {
              assertTrue(window.until(i * step).requests() >= unread);
              unread = 0;
            }
            if (random.nextBoolean()) {
              window.completed(Outcome.SUCCESS, i * step);
              unread++;
            }
          }
        });
  }

  /** A thread may be held up between reading the clock and counting. */
  @Test
  void aSampleThatIsLateCountsInItsPlaceOrNotAtAll() {
    RequestWindow window = window(0);
    window.completed(Outcome.SUCCESS, 25 * PART);
    window.completed(Outcome.SUCCESS, 20 * PART);
    assertEquals(2, window.until(25 * PART).requests());
    window.completed(Outcome.SUCCESS, 14 * PART);
    assertEquals(2, window.until(25 * PART).requests());
    window.completed(Outcome.SUCCESS, -PART);
    assertEquals(2, window.until(25 * PART).requests());
  }

  @Test
  void afterItIsClearedNothingIsLeft() {
    RequestWindow window = window(0);
    window.completed(Outcome.SUCCESS, 0);
    window.clear();
    assertEquals(new RequestWindow.Counts(0, 0), window.until(0));
  }

  @Test
  void manyThreadsLoseNothing() throws Exception {
    int threads = 6;
    int each = 50_000;
    RequestWindow window = window(0);
    AtomicLong time = new AtomicLong();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        work.add(
            () -> {
              for (int i = 0; i < each; i++) {
                long now = time.addAndGet(WINDOW.toNanos() / (threads * each + 1));
                window.completed(i % 3 == 0 ? Outcome.TIMEOUT : Outcome.SUCCESS, now);
              }
              return null;
            });
      }
      for (Future<Void> done : executor.invokeAll(work)) {
        done.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertEquals(
        new RequestWindow.Counts((long) threads * each, (long) threads * ((each + 2) / 3)),
        window.until(time.get()));
  }
}
