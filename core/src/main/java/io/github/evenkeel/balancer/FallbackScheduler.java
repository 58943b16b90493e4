/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.Scheduler;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler of the user's, and another that runs what the first rejects: an ejection must end,
 * and a health check go on, even if a queue is full for a moment.
 *
 * @param preferred the user's
 * @param fallback rejects nothing
 */
record FallbackScheduler(Scheduler preferred, Scheduler fallback) implements Scheduler {
  private static final Logger logger = LoggerFactory.getLogger(FallbackScheduler.class);

  @Override
  public Task schedule(Duration delay, Runnable task) {
    try {
      return preferred.schedule(delay, task);
    } catch (RuntimeException e) {
      logger.error("The scheduler {} has rejected a task; another runs it", preferred, e);
      return fallback.schedule(delay, task);
    }
  }
}
