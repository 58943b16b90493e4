/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.RequestContext;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The requests of a scene, one by one. One seed makes one sequence of requests, whatever balances
 * them, so that all algorithms are compared on the very same requests. For one thread.
 */
final class Workload {
  private static final int KEYS = 10_000;

  private final EventQueue events;
  private final Scene scene;
  private final Random chance;
  private final RequestContext[] keys =
      IntStream.range(0, KEYS)
          .mapToObj(key -> RequestContext.empty().withAffinityKey("key-" + key))
          .toArray(RequestContext[]::new);

  Workload(EventQueue events, Scene scene, Random chance) {
    this.events = events;
    this.scene = scene;
    this.chance = chance;
  }

  /**
   * Sends requests to {@code dispatcher} from now to the end of the scene: Poisson arrivals, each
   * at a client that chance assigns it to.
   */
  void flowTo(Dispatcher dispatcher) {
    Arrivals arrivals = scene.traffic().arrivals();
    double gap = ServiceTimes.EXPONENTIAL.next(chance) / arrivals.peak();
    long next = events.now() + VirtualTime.ticks(gap);
    if (next < VirtualTime.ticks(scene.window())) {
      events.at(
          next,
          () -> {
            Request request = nextRequest();
            // Thinning: a rate below the peak is the peak's arrivals with some left out.
            double rate = arrivals.rate().applyAsDouble(VirtualTime.units((double) next));
            if (chance.nextDouble() * arrivals.peak() < rate) {
              dispatcher.dispatch(request);
            }
            flowTo(dispatcher);
          });
    }
  }

  /** Draws a request that arrives now. */
  Request nextRequest() {
    Traffic traffic = scene.traffic();
    int client = below(scene.clients(), traffic.client(chance.nextDouble()));
    boolean hot = chance.nextDouble() < traffic.hotKeyShare();
    int key = below(KEYS, chance.nextDouble());
    long demand = VirtualTime.ticks(traffic.serviceTimes().next(chance));
    long body = VirtualTime.ticks(traffic.streams().nextLength(chance));
    return new Request(client, keys[hot ? 0 : key], events.now(), demand, body);
  }

  private static int below(int bound, double fraction) {
    return Math.min(bound - 1, (int) (fraction * bound));
  }
}
