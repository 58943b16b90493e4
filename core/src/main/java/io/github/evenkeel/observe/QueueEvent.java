/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.observe;

import io.github.evenkeel.RequestQueue;
import io.github.evenkeel.internal.option.Check;
import java.time.Duration;

/**
 * What has happened in the {@linkplain RequestQueue queue} of a service within the last second.
 *
 * @param service the service's name
 * @param pending how many requests wait now
 * @param mostPending how many have waited at the same time at most
 * @param maxPending how many may wait at the same time
 * @param longestWait for how long the request has waited that waited longest, of those that no
 *     longer wait
 * @param refused how many requests failed because the queue was full
 * @param timedOut how many requests failed because they waited too long
 */
public record QueueEvent(
    String service,
    int pending,
    int mostPending,
    int maxPending,
    Duration longestWait,
    int refused,
    int timedOut) {

  /** Checks the values. */
  public QueueEvent {
    Check.notNull(service, "service", "the name of a service");
    Check.notNull(longestWait, "longestWait", "a Duration");
  }

  /** Whether no request waits, and none has waited or was refused. */
  public boolean isOver() {
    return mostPending == 0 && refused == 0 && timedOut == 0 && longestWait.isZero();
  }
}
