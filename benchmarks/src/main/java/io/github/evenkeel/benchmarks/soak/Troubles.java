/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * When which pod was in trouble, as far as it is still of interest, so that a failed request can be
 * told to have met it. Chaos writes, clients read; the queue is concurrent.
 */
final class Troubles {
  /** A client may learn of a cut a little after it; and a hung request fails by its timeout. */
  private static final long AFTERMATH_NANOS =
      Wire.READ_TIMEOUT.plus(Duration.ofSeconds(1)).toNanos();

  private static final long MEMORY_NANOS = Duration.ofMinutes(1).toNanos();

  private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();

  /** The pod at {@code port} is in trouble from now on, until {@link Trouble#end}. */
  Trouble begin(int port) {
    long now = System.nanoTime();
    troubles.removeIf(it -> it.isOver(now - MEMORY_NANOS));
    Trouble trouble = new Trouble(port, now);
    troubles.add(trouble);
    return trouble;
  }

  /**
   * Whether the pod at {@code port} was in trouble while a call ran.
   *
   * @param began when the call began, by {@code System.nanoTime}
   * @param ended when it ended
   */
  boolean explain(int port, long began, long ended) {
    return troubles.stream()
        .anyMatch(it -> it.port == port && it.beganAt - ended <= 0 && !it.isOver(began));
  }

  /** One pod's. */
  static final class Trouble {
    private final int port;
    private final long beganAt;
    private volatile boolean ended;
    private volatile long endedAt;

    private Trouble(int port, long beganAt) {
      this.port = port;
      this.beganAt = beganAt;
    }

    void end() {
      endedAt = System.nanoTime();
      ended = true;
    }

    private boolean isOver(long at) {
      return ended && endedAt + AFTERMATH_NANOS - at < 0;
    }
  }
}
