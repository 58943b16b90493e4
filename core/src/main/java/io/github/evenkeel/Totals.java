/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The part of a {@link Tally} that is seldom written and that no pick reads, so that it does not
 * take up room beside what each request needs. Written by any thread, atomically.
 */
final class Totals {
  private static final VarHandle SUCCEEDED = field("succeeded");
  private static final VarHandle FAILED = field("failed");
  private static final VarHandle CANCELED = field("canceled");
  private static final VarHandle NANOS = field("nanos");
  private static final VarHandle CARRIES_BEGUN = field("carriesBegun");
  private static final VarHandle CARRIES_ENDED = field("carriesEnded");

  private volatile long succeeded;
  private volatile long failed;
  private volatile long canceled;
  private volatile long nanos;
  private volatile long carriesBegun;
  private volatile long carriesEnded;

  private static VarHandle field(String name) {
    return Fields.handle(MethodHandles.lookup(), name, long.class);
  }

  /** A request ended that had taken {@code nanos}. */
  void add(Outcome outcome, long nanos) {
    if (outcome == Outcome.CANCELED) {
      CANCELED.getAndAdd(this, 1L);
    } else if (outcome.isFailure()) {
      FAILED.getAndAdd(this, 1L);
      NANOS.getAndAdd(this, nanos);
    } else {
      addSucceeded(1, nanos);
    }
  }

  /** Requests succeeded that had taken {@code nanos} together. */
  void addSucceeded(long requests, long nanos) {
    SUCCEEDED.getAndAdd(this, requests);
    NANOS.getAndAdd(this, nanos);
  }

  void beginCarry() {
    CARRIES_BEGUN.getAndAdd(this, 1L);
  }

  void endCarry() {
    CARRIES_ENDED.getAndAdd(this, 1L);
  }

  long carriesBegun() {
    return carriesBegun;
  }

  long carriesEnded() {
    return carriesEnded;
  }

  long succeeded() {
    return succeeded;
  }

  long failed() {
    return failed;
  }

  long canceled() {
    return canceled;
  }

  /** What those that succeeded and failed took together. */
  long nanos() {
    return nanos;
  }
}
