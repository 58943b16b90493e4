/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.time.Duration;

/**
 * The first seconds of a balancer's life. What takes long then is the client: it opens connections,
 * loads classes and compiles. To hold that against the hosts that happened to be first would send
 * everything to the others.
 *
 * <p>Shared by all hosts of a balancer. Whoever looks first begins it; if two do, either time will
 * do.
 */
final class WarmUp {
  private final long nanos;
  private volatile boolean begun;
  private volatile long beganAtNanos;

  WarmUp(Duration duration) {
    this.nanos = duration.toNanos();
  }

  boolean isOver(long now) {
    if (!begun) {
      beganAtNanos = now;
      begun = true;
    }
    return now - beganAtNanos >= nanos;
  }

  /** The same, but looking does not begin it. */
  boolean hasPassed(long now) {
    return begun && now - beganAtNanos >= nanos;
  }

  /** How long before {@code time} it was over; 0 if it was not. */
  long nanosSince(long time) {
    return begun ? Math.max(time - beganAtNanos - nanos, 0) : 0;
  }
}
