/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import io.github.evenkeel.Interleavings;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.Scene;
import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.host.ResponseTimes;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

class PickInterleavingsTest {

  @Test
  void theScoreIsThatOfTheStatisticsAsTheyAreInTheEnd() {
    meetings().check(BeginAndEnd.class);
  }

  @Test
  void theScoreIsThatOfTheStatisticsAsTheyAreAfterAResponse() {
    meetings().check(BeginAndRespond.class);
  }

  /** Few steps in each thread, so that all ways in which they meet are seen. */
  private static ModelCheckingOptions meetings() {
    return Interleavings.options()
        .invocationsPerIteration(Interleavings.LONG ? 20_000 : 2_000)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(0);
  }

  /** A host and its score by the adaptive rule, which looks at all that there is. */
  private static final class Scored {
    final double[] scores = new double[2];
    final Turn turn;
    final Host host;
    final AtomicInteger waiting = new AtomicInteger(1);
    final AtomicInteger streaming = new AtomicInteger(1);
    int place;

    /** Leaves a request that waits for its response and one that has it. */
    Scored() {
      HostStats stats = new HostStats(ResponseTimes.NONE);
      Rounds rounds = new Rounds();
      rounds.compared(1_000, 1);
      turn = new Turn(rounds, TurnRule.ADAPTIVE, stats, now -> {});
      host = new Host(Scene.endpoint(0), null, stats, turn, Capacity.UNLIMITED);
      turn.moveTo(scores, place, 1, 0.5, 0);
      host.begin(0);
      host.begin(0);
      host.responded(Outcome.SERVER_ERROR, 1_000, 0);
    }

    void begin() {
      host.begin(0);
      waiting.incrementAndGet();
    }

    static boolean take(AtomicInteger requests) {
      int before = requests.get();
      return before > 0 && requests.compareAndSet(before, before - 1);
    }

    void validate() {
      double found = scores[place];
      turn.update(0);
      if (scores[place] != found) {
        throw new IllegalStateException("score " + found + " in place of " + scores[place]);
      }
    }
  }

  /** A score while requests begin and end and the control path moves it. */
  public static class BeginAndEnd {
    private final Scored scored = new Scored();

    @Operation
    public void begin() {
      scored.begin();
    }

    @Operation
    public void endStream() {
      if (Scored.take(scored.streaming)) {
        scored.host.endResponded(false, Outcome.CONNECTION_FAILURE, 1, 0);
      }
    }

    @Operation(nonParallelGroup = "control path")
    public void move() {
      scored.place = 1 - scored.place;
      scored.turn.moveTo(scored.scores, scored.place, 1, 0.5, 0);
    }

    @Validate
    public void score() {
      scored.validate();
    }
  }

  /** A score while requests begin and others get their response. */
  public static class BeginAndRespond {
    private final Scored scored = new Scored();

    @Operation
    public void begin() {
      scored.begin();
    }

    @Operation
    public void respond() {
      if (Scored.take(scored.waiting)) {
        scored.host.responded(Outcome.SUCCESS, 2_000, 0);
      }
    }

    @Validate
    public void score() {
      scored.validate();
    }
  }
}
