/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.Scheduler.Task;
import io.github.evenkeel.internal.option.Durations;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Believes an empty list only when it has stayed empty for a while. */
final class KeptEndpoints extends Composition {
  private static final Logger logger = LoggerFactory.getLogger(KeptEndpoints.class);

  private final Duration grace;
  private final Scheduler scheduler;
  private final Input input = newInput();

  private boolean hasEndpoints;

  /** The end of the grace that runs; null if none does. */
  private @Nullable Grace running;

  KeptEndpoints(String description, Duration grace, Scheduler scheduler) {
    super(description);
    this.grace = grace;
    this.scheduler = scheduler;
  }

  @Override
  List<Input> inputs() {
    return List.of(input);
  }

  @Override
  void update() {
    List<Endpoint> endpoints = input.endpoints();
    boolean isGone = endpoints != null && endpoints.isEmpty() && hasEndpoints;
    if (isGone) {
      if (running == null) {
        logger.info(
            "{} has no endpoints any more; the last known ones stay in use for {}",
            this,
            Durations.text(grace));
        running = new Grace();
      }
      report(null, input.problems());
      return;
    }
    stop();
    hasEndpoints = input.hasEndpoints();
    report(endpoints, input.problems());
  }

  @Override
  void stop() {
    if (running != null) {
      running.task.cancel();
      running = null;
    }
  }

  /** One time of grace, so that the end of an earlier one does not count. */
  private final class Grace {
    private final Task task = scheduler.schedule(grace, () -> serially(this::end));

    private void end() {
      if (running == this) {
        running = null;
        hasEndpoints = false;
        update();
      }
    }
  }
}
