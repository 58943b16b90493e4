/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.Outcome;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private final Simulation simulation = new Simulation(1, 2);

  @Test
  void oneSeedGivesOneResult() {
    Scene scene = scene().build();
    Result first = simulation.play(scene, Algorithms.powerOfTwoChoices());
    assertEquals(first, new Simulation(1, 2).play(scene, Algorithms.powerOfTwoChoices()));
    assertNotEquals(first, new Simulation(2, 2).play(scene, Algorithms.powerOfTwoChoices()));
  }

  @Test
  void playingOneSceneDoesNotChangeTheNext() {
    Result alone = new Simulation(1, 2).play(scene().build(), Algorithms.random());
    simulation.play(scene().build(), Algorithms.leastRequest());
    assertEquals(alone, simulation.play(scene().build(), Algorithms.random()));
  }

  @Test
  void theCentralQueueGetsTheSameRequestsForAnyNumberOfClients() {
    assertEquals(
        simulation.playCentralQueue(scene().clients(1).build()),
        simulation.playCentralQueue(scene().clients(100).build()));
  }

  @Test
  void aServerThatHangsFailsItsShareByTimeout() {
    Scene scene = scene().timeout(10).at(0, fleet -> fleet.turn(0, Condition.HANGING)).build();
    assertEquals(0.1, simulation.play(scene, Algorithms.roundRobin()).failures().mean(), 0.001);
  }

  @Test
  void noResponseTakesLongerThanTheTimeout() {
    Scene scene =
        scene()
            .arrivals(Arrivals.constant(8))
            .timeout(3)
            .at(-50, fleet -> fleet.turn(0, Condition.slower(5)))
            .build();
    Result result = simulation.play(scene, Algorithms.roundRobin());
    assertTrue(result.p99Response().mean() <= 3, result.toString());
    // Nobody waits for a slot; whose service alone would take longer than 3 fails.
    double expected = 0.1 * Math.exp(-3.0 / 5) + 0.9 * Math.exp(-3);
    assertEquals(expected, result.failures().mean(), 0.02);
  }

  @Test
  void aServerThatFailsFastFailsItsShareIfNobodyLooks() {
    Scene scene = scene().at(0, fleet -> fleet.turn(0, Condition.FAILING)).build();
    assertEquals(0.1, simulation.play(scene, Algorithms.roundRobin()).failures().mean(), 0.001);
  }

  @Test
  void aServerThatFailsFastNeverAttractsThoseWhoLookAtLoad() {
    // Trap 1, and for long enough that all is forgotten which was known of it before.
    Scene scene =
        scene().duration(50, 3000).at(0, fleet -> fleet.turn(0, Condition.FAILING)).build();
    Stream.of(
            Algorithms.leastRequest(),
            Algorithms.powerOfTwoChoices(),
            Algorithms.adaptiveStride(),
            Algorithms.peakEwma())
        .forEach(
            algorithm -> {
              double failures = simulation.play(scene, algorithm).failures().mean();
              assertTrue(failures < 0.01, algorithm + " failed " + failures);
            });
  }

  @Test
  void aSlowServerGetsFewerRequestsFromThoseWhoCount() {
    Scene scene = scene().at(-50, fleet -> fleet.turn(0, Condition.slower(5))).build();
    // Nine servers share what the tenth does not get, so the busiest is above the mean.
    assertEquals(1, simulation.play(scene, Algorithms.roundRobin()).unevenness().mean(), 0.01);
    assertTrue(simulation.play(scene, Algorithms.leastRequest()).unevenness().mean() > 1.05);
  }

  @Test
  void queuesThatGrowWithoutEndAreToldFromLongOnes() {
    Scene overloaded = scene().arrivals(Arrivals.constant(1.1 * 80)).build();
    Scene busy = scene().arrivals(Arrivals.constant(0.8 * 80)).build();
    assertEquals(Double.POSITIVE_INFINITY, waitOf(overloaded));
    assertTrue(waitOf(busy) < 0.5);
  }

  private double waitOf(Scene scene) {
    return simulation.play(scene, Algorithms.leastRequest()).meanWait().mean();
  }

  @Test
  void aServerThatLeftGetsNothing() {
    Scene scene = scene().at(-50, fleet -> fleet.leave(3, 0)).build();
    // Nine of ten share it evenly.
    assertEquals(
        10.0 / 9, simulation.play(scene, Algorithms.roundRobin()).unevenness().mean(), 0.01);
  }

  @Test
  void aServerThatComesBackIsServedAgain() {
    Scene scene =
        scene()
            .at(-50, fleet -> fleet.leave(3, 0))
            .at(-1, fleet -> fleet.join(3, 0, Condition.HEALTHY))
            .build();
    assertEquals(1, simulation.play(scene, Algorithms.roundRobin()).unevenness().mean(), 0.01);
  }

  @Test
  void clientsThatHearLateOfARemovalFailMeanwhile() {
    Scene scene =
        scene()
            .clients(100)
            .at(0, fleet -> fleet.turn(0, Condition.REFUSING))
            .at(0, fleet -> fleet.leave(0, 100))
            .build();
    // A tenth of the requests during half of the first 100 of 200 units.
    assertEquals(0.025, simulation.play(scene, Algorithms.random()).failures().mean(), 0.004);
  }

  @Test
  void theHotKeyIsThatShareOfTheRequests() {
    Scene scene = scene().hotKeyShare(0.3).build();
    EventQueue events = new EventQueue(0);
    long[] sent = new long[2];
    new Workload(events, scene, new Random(1)).flowTo(counting(sent, SimulationTest::isHot));
    events.run();
    assertEquals(0.3, sent[1] / (double) (sent[0] + sent[1]), 0.02);
  }

  private static int isHot(Request request) {
    return request.context().affinityKey().orElseThrow().equals("key-0") ? 1 : 0;
  }

  @Test
  void aSequentialClientOfRoundRobinIsEvenInEveryWindow() {
    assertEquals(
        new WindowRange(25, 25),
        simulation.playSequentially(sequential(ServiceTimes.CONSTANT), Algorithms.roundRobin()));
  }

  @Test
  void aSequentialClientHasNoRequestInFlightWhenItSendsTheNext() {
    // Else the least request would know which servers are busy, and not go round in turns.
    assertEquals(
        new WindowRange(25, 25),
        simulation.playSequentially(
            sequential(ServiceTimes.lognormal(0.5)), Algorithms.leastRequest()));
  }

  @Test
  void aSequentialClientOfRandomIsAsUnevenAsChance() {
    WindowRange range =
        simulation.playSequentially(sequential(ServiceTimes.CONSTANT), Algorithms.random());
    // The standard deviation of the requests to one of four in 100 is 4.3.
    assertTrue(range.fewest() < 20 && range.most() > 30, range.toString());
  }

  private static Scene sequential(ServiceTimes serviceTimes) {
    return Scene.named("sequential", "")
        .servers(4, 8)
        .clients(1)
        .serviceTimes(serviceTimes)
        .duration(0, 1000)
        .build();
  }

  @Test
  void openStreamsAreTheRateTimesTheLengthAndTakeNoSlot() {
    Scene plain = scene().duration(500, 500).build();
    Scene streams = scene().duration(500, 500).streams(new Streams(0.1, 100)).build();
    EventQueue events = new EventQueue(VirtualTime.ticks(-500));
    OpenResponses open = new OpenResponses();
    new Workload(events, streams, new Random(1))
        .flowTo(new Fleet(events, streams, Algorithms.random(), open, new Random(1)));
    Sample counts = new Sample();
    for (int i = 0; i < 500; i++) {
      events.at(VirtualTime.ticks(i), () -> counts.add(VirtualTime.ticks(open.count)));
    }
    events.run();
    // Little's law: 40 requests a unit, 4 of them streams, each open for 100.
    assertEquals(400, counts.mean(), 20);
    assertEquals(0, open.count);
    // If 400 streams took slots, 80 would not be enough.
    assertEquals(
        simulation.playCentralQueue(plain).p99Response().mean(),
        simulation.playCentralQueue(streams).p99Response().mean(),
        0.2);
  }

  /** Counts the responses that have begun and not ended. */
  private static final class OpenResponses implements Observer {
    private int count;

    @Override
    public void sent(Request request, int seat) {}

    @Override
    public void responded(Request request, Outcome outcome, long waited) {
      count++;
    }

    @Override
    public void ended(Request request) {
      count--;
    }
  }

  @Test
  void aStreamIsInFlightUntilItsEnd() {
    // Nothing but streams: each server gets one before any gets two.
    Scene scene =
        scene().clients(1).arrivals(Arrivals.constant(1)).streams(new Streams(1, 1e6)).build();
    assertEquals(1, simulation.play(scene, Algorithms.leastRequest()).unevenness().mean(), 0.05);
  }

  @Test
  void theTimeoutEndsWithTheBeginningOfTheResponse() {
    Scene scene = scene().streams(new Streams(0.5, 100)).timeout(30).build();
    assertEquals(0, simulation.play(scene, Algorithms.leastRequest()).failures().mean());
  }

  @Test
  void theWatchedServersShareIsItsRequestsOverTheMean() {
    Scene scene = scene().at(-50, fleet -> fleet.leave(3, 0)).watch(4).build();
    assertEquals(
        10.0 / 9, simulation.play(scene, Algorithms.roundRobin()).watchedShare().mean(), 0.01);
    Scene gone = scene().at(-50, fleet -> fleet.leave(3, 0)).watch(3).build();
    assertEquals(0, simulation.play(gone, Algorithms.roundRobin()).watchedShare().mean());
  }

  @Test
  void theBusiestClientSendsSoManyTimesWhatTheQuietestDoes() {
    Scene scene = scene().duration(0, 2000).busiest(10).build();
    EventQueue events = new EventQueue(0);
    long[] sent = new long[10];
    new Workload(events, scene, new Random(1)).flowTo(counting(sent, Request::client));
    events.run();
    // In equal steps from 1 to 10, and each client covers one of ten steps: 1.45 to 9.55.
    assertEquals(9.55 / 1.45, sent[9] / (double) sent[0], 0.4);
    assertEquals(5.05 / 1.45, sent[4] / (double) sent[0], 0.25);
  }

  private static Dispatcher counting(long[] counts, ToIntFunction<Request> which) {
    return new Dispatcher() {
      @Override
      public void dispatch(Request request) {
        counts[which.applyAsInt(request)]++;
      }

      @Override
      public int waiting() {
        return 0;
      }
    };
  }

  /** Ten servers at ρ = 0.5 for 200 units: 8000 requests a run. */
  private static Scene.Builder scene() {
    return Scene.named("test", "").arrivals(Arrivals.constant(40)).duration(50, 200);
  }
}
