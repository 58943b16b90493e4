/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.github.evenkeel.Scheduler;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Where a source has its time and its randomness from.
 *
 * @param nanoClock tells the time in nanoseconds, as {@link System#nanoTime}
 * @param scheduler runs what is due later, by the same time
 * @param random asked by each thread that needs some randomness
 */
record Environment(
    LongSupplier nanoClock, Scheduler scheduler, Supplier<? extends RandomGenerator> random) {

  /** Real time, real chance, and a thread of this name. */
  static Environment real(String thread) {
    return new Environment(System::nanoTime, new OwnThread(thread), ThreadLocalRandom::current);
  }

  long nanoTime() {
    return nanoClock.getAsLong();
  }
}
