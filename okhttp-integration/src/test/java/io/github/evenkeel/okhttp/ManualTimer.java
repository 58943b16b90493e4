/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when a test says so. */
final class ManualTimer implements Timer {
  private final List<Runnable> tasks = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();

  @Override
  public synchronized void after(Duration delay, Runnable task) {
    delays.add(delay);
    tasks.add(task);
  }

  /** The delays that were asked for so far. */
  synchronized List<Duration> delays() {
    return List.copyOf(delays);
  }

  /** All delays are over. */
  void elapse() {
    List<Runnable> due;
    synchronized (this) {
      due = List.copyOf(tasks);
      tasks.clear();
    }
    due.forEach(Runnable::run);
  }
}
