/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.RequestContext;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The requests of a scene: Poisson arrivals, each at a client that chance assigns it to, with
 * exponential service times. One seed makes one sequence of requests, whatever balances them, so
 * that all algorithms are compared on the very same requests.
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

  /** Sends the requests to {@code dispatcher}, from now to the end of the scene. */
  void flowTo(Dispatcher dispatcher) {
    long next = events.now() + VirtualTime.ticks(exponential() / scene.arrivals().peak());
    if (next < VirtualTime.ticks(scene.window())) {
      events.at(
          next,
          () -> {
            Request request = nextRequest();
            // Thinning: a rate below the peak is the peak's arrivals with some left out.
            double rate = scene.arrivals().rate().applyAsDouble(VirtualTime.units((double) next));
            if (chance.nextDouble() * scene.arrivals().peak() < rate) {
              dispatcher.dispatch(request);
            }
            flowTo(dispatcher);
          });
    }
  }

  private Request nextRequest() {
    int client = below(scene.clients());
    boolean hot = chance.nextDouble() < scene.hotKeyShare();
    int key = below(KEYS);
    return new Request(client, keys[hot ? 0 : key], events.now(), VirtualTime.ticks(exponential()));
  }

  /** Always takes one step in the sequence, so that it is the same for any number of clients. */
  private int below(int bound) {
    return (int) (chance.nextDouble() * bound);
  }

  /** StrictMath, because Math may differ in the last bit from one machine to the next. */
  private double exponential() {
    return -StrictMath.log(1 - chance.nextDouble());
  }
}
