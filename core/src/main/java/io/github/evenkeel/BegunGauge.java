/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the requests that begin; those in flight are the ones that have not ended, of which the
 * {@link Tally} keeps account anyhow. So a request that ends costs one atomic update less than if
 * those in flight had a counter of their own.
 */
final class BegunGauge extends InFlightGauge {
  private static final VarHandle BEGUN = Fields.handle(MethodHandles.lookup(), "begun", long.class);

  private volatile long begun;

  @Override
  void begin(long now) {
    BEGUN.getAndAdd(this, 1L);
  }

  @Override
  void undo(long began) {
    BEGUN.getAndAdd(this, -1L);
  }

  @Override
  void end(long began, long now, Outcome outcome) {
    if (outcome != Outcome.CANCELED) {
      answered(outcome.isFailure(), now);
    }
  }

  @Override
  int inFlight() {
    // In this order, since what ends in between must not be taken from what had begun before.
    long ended = ended();
    return (int) (begun - ended);
  }
}
