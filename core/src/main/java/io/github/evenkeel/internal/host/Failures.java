/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.host;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The share of failures among a host's last requests: an exponentially weighted moving average that
 * also fades with time, so that a host that gets no requests is tried again.
 *
 * <ul>
 *   <li>Writers: threads whose request gets its response or ends. The control path may clear it.
 *   <li>Readers: any thread.
 *   <li>Invariant: share and time belong together; no sample is lost.
 *   <li>Why: one immutable value, replaced by compare-and-set. It is null for a host that has not
 *       failed lately, which then costs one read.
 * </ul>
 */
final class Failures {
  private static final double NEWEST = 0.3;

  /** A smaller share counts as none. */
  private static final double LEAST = 0.02;

  private static final double FADE_NANOS = Duration.ofSeconds(30).toNanos();

  private final AtomicReference<@Nullable Share> last = new AtomicReference<>();

  private record Share(double value, long time) {
    double at(long now) {
      return value * Math.exp(-Math.max(now - time, 0) / FADE_NANOS);
    }
  }

  void add(boolean failed, long now) {
    Share before = last.get();
    while (failed || before != null) {
      double faded = before == null ? 0 : before.at(now);
      double value = (1 - NEWEST) * faded + (failed ? NEWEST : 0);
      if (last.compareAndSet(before, value < LEAST ? null : new Share(value, now))) {
        return;
      }
      before = last.get();
    }
  }

  /** Forgets all failures. */
  void clear() {
    last.set(null);
  }

  /** From 0 to 1. */
  double share(long now) {
    Share known = last.get();
    if (known == null) {
      return 0;
    }
    double share = known.at(now);
    return share < LEAST ? 0 : share;
  }
}
