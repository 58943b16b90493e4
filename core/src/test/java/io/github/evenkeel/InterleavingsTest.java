/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Explores interleavings of the few classes in which threads meet, one memory access at a time,
 * with Lincheck: what each call returns must be what it would return in some sequence of the same
 * calls. Short by default; {@code -Devenkeel.interleavings=long} explores many more.
 */
class InterleavingsTest {
  private static final boolean LONG = "long".equals(System.getProperty("evenkeel.interleavings"));

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .iterations(LONG ? 50 : 3)
        .invocationsPerIteration(LONG ? 1_000 : 100)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1);
  }

  @Test
  void ofManyEndsOfALeaseOneWins() {
    options().check(OneLease.class);
  }

  @Test
  void requestsInFlightAreCountedOneByOne() {
    options().check(OneCounter.class);
  }

  @Test
  void aScoreIsNeverLeftAboveTheLoad() {
    options().check(OneScore.class);
  }

  @Test
  void theLeastOfABlockIsNeverLeftAboveAScore() {
    options().check(OneBlock.class);
  }

  @Test
  void aTallyIsExactWhileItIsCarriedOver() {
    options().check(OneTally.class);
  }

  @Test
  void aScheduleIsOneSequenceEvenWhereAStretchEnds() {
    // Making a stretch takes many rounds of a loop, which must not be taken for an endless one.
    options().loopBound(10_000).check(OneSchedule.class);
  }

  @Test
  void boundsHoldAndNothingIsLost() {
    options().check(BoundedHosts.class);
  }

  @Test
  void boundsHoldWhileRequestsOnlyBegin() {
    options().threads(3).actorsPerThread(2).check(FillingHosts.class);
  }

  /** Nor does a request wait for others that stand still where they are. */
  @Test
  void underBoundsThereIsAlwaysRoomForWhoeverGoesOn() {
    options()
        .iterations(LONG ? 50 : 10)
        .threads(3)
        .actorsPerThread(1)
        .checkObstructionFreedom(true)
        .check(FillingHosts.class);
  }

  /** A lease that several threads end. */
  public static class OneLease {
    private final HostLease lease =
        new HostLease(
            LoadBalancer.builder("orders").build(),
            new Host(Scene.endpoint(0), Load.inFlight().newGauges().newGauge()),
            0);

    @Operation
    public boolean end() {
      return lease.end();
    }
  }

  /** A counter in a page. */
  @Param(name = "expected", gen = IntGen.class, conf = "0:3")
  public static class OneCounter {
    private final ScannedGauge gauge = (ScannedGauge) new InFlight().newGaugesToScan().newGauge();
    private boolean retired;

    @Operation
    public void begin() {
      gauge.begin(0);
    }

    @Operation
    public boolean beginIf(@Param(name = "expected") int expected) {
      return gauge.beginIfLeast(expected, 0) == ScoredGauge.Bid.BEGUN;
    }

    @Operation
    public int inFlight() {
      return gauge.inFlight();
    }

    @Operation(nonParallelGroup = "control path")
    public void retireOrRestore() {
      if (retired) {
        gauge.restore();
      } else {
        gauge.retire();
      }
      retired = !retired;
    }
  }

  /**
   * A score while requests begin and end and searches look at it. What a search finds depends on
   * when it looks, so results are not compared; the score is, at the end.
   */
  @Param(name = "least", gen = IntGen.class, conf = "0:3")
  public static class OneScore {
    private static final long NOW = 5_000_000_000L;

    private final ScannedPeakEwmaGauge gauge =
        (ScannedPeakEwmaGauge) Load.peakEwma().newGaugesToScan().newGauge();
    private final AtomicInteger running = new AtomicInteger();
    private boolean retired;

    /** Leaves a host of which something is known. */
    public OneScore() {
      gauge.begin(0);
      gauge.end(0, 1_000_000, Outcome.SUCCESS);
      gauge.begin(NOW - 1_000_000);
      gauge.end(NOW - 1_000_000, NOW, Outcome.SUCCESS);
    }

    @Operation
    public void begin() {
      gauge.begin(NOW);
      running.incrementAndGet();
    }

    @Operation
    public void look() {
      if (gauge.beginIfLeast(Scoreboard.BARRED - 1, NOW) == ScoredGauge.Bid.BEGUN) {
        running.incrementAndGet();
      }
    }

    @Operation
    public void lookInVain() {
      gauge.beginIfLeast(Long.MIN_VALUE, NOW);
    }

    @Operation
    public void end() {
      int before = running.get();
      if (before > 0 && running.compareAndSet(before, before - 1)) {
        gauge.end(NOW, NOW, Outcome.CANCELED);
      }
    }

    @Operation(nonParallelGroup = "control path")
    public void retireOrRestore() {
      if (retired) {
        gauge.restore();
      } else {
        gauge.retire();
      }
      retired = !retired;
    }

    /** It may be below the load, but not above, and is barred while the host is retired. */
    @Validate
    public void score() {
      long score = gauge.page().score(gauge.slot());
      long load = gauge.score(gauge.running(), NOW);
      if (retired ? score != Scoreboard.BARRED : score > load) {
        throw new IllegalStateException("score " + score + ", load " + load);
      }
      if (gauge.inFlight() != running.get()) {
        throw new IllegalStateException(gauge.inFlight() + " of " + running.get());
      }
    }
  }

  /** Counters of one block, which searches correct the least of. */
  @Param(name = "place", gen = IntGen.class, conf = "0:1")
  public static class OneBlock {
    private final Scoreboard board = new Scoreboard();
    private final Scoreboard.Page page = board.page(board.allot());

    /** Leaves two counters at 2, and the least unaware of it. */
    public OneBlock() {
      for (int place = 0; place < 2; place++) {
        page.set(place, 0);
        page.add(place, 2);
      }
    }

    @Operation
    public void begin(@Param(name = "place") int place) {
      page.add(place, 1);
    }

    @Operation
    public void end(@Param(name = "place") int place) {
      page.add(place, -1);
    }

    @Operation
    public void search() {
      page.find(page.least(2), 0, 2);
    }

    /** No score is below the least. */
    @Validate
    public void least() {
      for (int place = 0; place < 2; place++) {
        if (page.least(2) > page.score(place)) {
          throw new IllegalStateException(page.least(2) + " above " + page.score(place));
        }
      }
    }
  }

  /** A tally that is about to be carried over. */
  public static class OneTally {
    private final Tally tally = new Tally();

    /** Leaves it half full but for one request. */
    public OneTally() {
      for (int i = 0; i < 2_048; i++) {
        tally.add(Outcome.SUCCESS, (1L << 32) - 1);
      }
    }

    @Operation
    public void add() {
      tally.add(Outcome.SUCCESS, 1L << 31);
    }

    @Operation
    public String statistics() {
      return tally.statistics(Scene.endpoint(0), false, 0).toString();
    }
  }

  /** A weighted round robin shortly before the end of a stretch. */
  public static class OneSchedule {
    private final StrideSchedule schedule;

    /** Leaves two places in the first stretch. */
    public OneSchedule() {
      GaugeFactory gauges = Load.inFlight().newGauges();
      Host[] hosts = {
        new Host(Scene.endpoint(0), gauges.newGauge()),
        new Host(Scene.endpoint(1), gauges.newGauge()),
        new Host(Scene.endpoint(2), gauges.newGauge())
      };
      SplittableRandom random = new SplittableRandom(5);
      schedule =
          new StrideSchedule.Carrier(() -> random)
              .scheduleOver(new HostSet(hosts, new double[] {1, Math.sqrt(2), 3.5}));
      for (int i = 0; i < 62; i++) {
        schedule.next();
      }
    }

    @Operation
    public int next() {
      return schedule.next();
    }
  }

  /**
   * Two hosts on which requests begin and end while one is retired and comes back. Whether a
   * request finds room may depend on a reservation that is given back later, so results are not
   * compared; the accounts are, at the end.
   */
  @Param(name = "host", gen = IntGen.class, conf = "0:1")
  public static class BoundedHosts {
    private final Ledger ledger = new Ledger();
    private final BoundedGauge[] gauges = {new BoundedGauge(ledger), new BoundedGauge(ledger)};
    private final AtomicInteger[] begun = {new AtomicInteger(), new AtomicInteger()};
    private boolean retired;

    @Operation
    public void begin(@Param(name = "host") int host) {
      ledger.add(1);
      if (gauges[host].beginIfWithin(1.5, 2, 1)) {
        begun[host].incrementAndGet();
      } else {
        ledger.add(-1);
      }
    }

    @Operation
    public void end(@Param(name = "host") int host) {
      int running = begun[host].get();
      if (running > 0 && begun[host].compareAndSet(running, running - 1)) {
        gauges[host].end(0, 0, Outcome.CANCELED);
      }
    }

    @Operation(nonParallelGroup = "control path")
    public void retireOrRestore() {
      if (retired) {
        gauges[0].restore();
      } else {
        gauges[0].retire();
      }
      retired = !retired;
    }

    /** What is in flight is what began and has not ended, on each host and in all that count. */
    @Validate
    public void accounts() {
      int total = 0;
      for (int i = 0; i < gauges.length; i++) {
        total += i == 0 && retired ? 0 : begun[i].get();
        if (gauges[i].inFlight() != begun[i].get()) {
          throw new IllegalStateException(
              "host " + i + " counts " + gauges[i].inFlight() + " of " + begun[i]);
        }
      }
      if (Ledger.total(ledger.state()) != total) {
        throw new IllegalStateException("the ledger has " + Ledger.total(ledger.state()));
      }
    }
  }

  /** Three hosts on which requests only begin, so that the bound only rises. */
  @Param(name = "host", gen = IntGen.class, conf = "0:2")
  public static class FillingHosts {
    private final Ledger ledger = new Ledger();
    private final BoundedGauge[] gauges = {
      new BoundedGauge(ledger), new BoundedGauge(ledger), new BoundedGauge(ledger)
    };

    @Operation
    public void begin(@Param(name = "host") int host) {
      ledger.add(1);
      int next = host;
      while (!gauges[next].beginIfWithin(1.2, gauges.length, 1)) {
        next = (next + 1) % gauges.length;
      }
    }

    /** No host has more than the bound allows for all that have begun. */
    @Validate
    public void bound() {
      int total = Ledger.total(ledger.state());
      for (BoundedGauge gauge : gauges) {
        if (gauge.inFlight() > Math.ceil(1.2 * total / gauges.length)) {
          throw new IllegalStateException(gauge.inFlight() + " of " + total + " on one host");
        }
      }
    }
  }
}
