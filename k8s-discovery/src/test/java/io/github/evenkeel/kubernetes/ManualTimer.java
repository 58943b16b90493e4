/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose time passes when a test says so, on the test's thread. */
final class ManualTimer extends ScheduledThreadPoolExecutor {
  private final List<Runnable> periodic = new ArrayList<>();

  ManualTimer() {
    super(0);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    periodic.add(task);
    return super.schedule(() -> {}, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  /** One period passes. */
  void tick() {
    periodic.forEach(Runnable::run);
  }
}
