/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.host;

import io.github.evenkeel.Interleavings;
import io.github.evenkeel.Outcome;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

class HostInterleavingsTest {

  @Test
  void noFailureIsLost() {
    Interleavings.options().check(OneShare.class);
  }

  @Test
  void requestsInFlightAreCountedOneByOne() {
    Interleavings.options().check(OneCounter.class);
  }

  @Test
  void whatBeganAndEndedLeavesNothingBehind() {
    Interleavings.options().check(OneHost.class);
  }

  /** The share of failures, at one moment. */
  public static class OneShare {
    private final Failures failures = new Failures();

    @Operation
    public void fail() {
      failures.add(true, 0);
    }

    @Operation
    public void succeed() {
      failures.add(false, 0);
    }

    @Operation
    public double share() {
      return failures.share(0);
    }
  }

  /** The requests in flight, up to a limit or without. */
  @Param(name = "limit", gen = IntGen.class, conf = "0:3")
  public static class OneCounter {
    private final HostStats stats = new HostStats(ResponseTimes.NONE);

    @Operation
    public boolean tryBegin(@Param(name = "limit") int limit) {
      return stats.tryBegin(limit);
    }

    @Operation
    public void begin() {
      stats.begin();
    }

    @Operation
    public void end() {
      stats.end(Outcome.SUCCESS, 1, 0);
    }

    @Operation
    public int inFlight() {
      return stats.inFlight();
    }
  }

  /** Requests of each kind, from begin to end. */
  public static class OneHost {
    private final HostStats stats = new HostStats(ResponseTimes.NONE);

    @Operation
    public void fail() {
      stats.begin();
      stats.end(Outcome.TIMEOUT, 1, 0);
    }

    @Operation
    public void stream() {
      stats.begin();
      stats.respond(Outcome.SUCCESS, 1, 0);
      stats.endResponded(false, Outcome.SUCCESS, 1, 0);
    }

    @Operation
    public void beginInVain() {
      if (stats.tryBegin(1)) {
        stats.end(Outcome.CANCELED, 1, 0);
      }
    }

    @Validate
    public void nothingIsLeft() {
      if (stats.inFlight() != 0 || stats.streaming() != 0) {
        throw new IllegalStateException(
            stats.inFlight() + " in flight, " + stats.streaming() + " streaming");
      }
    }
  }
}
