/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.Algorithms;
import io.github.evenkeel.HashAlgorithm;
import io.github.evenkeel.Load;
import io.github.evenkeel.internal.limit.BoundedLoad;
import io.github.evenkeel.internal.load.HostLoad;
import io.github.evenkeel.internal.load.InFlightLoad;
import io.github.evenkeel.internal.load.PeakEwmaLoad;
import io.github.evenkeel.internal.pick.CustomPicking;
import io.github.evenkeel.internal.pick.PickerFactory;
import io.github.evenkeel.internal.pick.RandomPicker;
import io.github.evenkeel.internal.pick.RoundRobin;
import io.github.evenkeel.internal.pick.Sticky;
import io.github.evenkeel.internal.pick.StrideScheduling;
import io.github.evenkeel.internal.pick.TwoChoices;
import io.github.evenkeel.internal.pick.hash.HashPicking;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Puts algorithms, which are values, to work in a load balancer. */
final class Pickers {
  private final Supplier<? extends RandomGenerator> random;

  Pickers(Supplier<? extends RandomGenerator> random) {
    this.random = random;
  }

  /** Whether endpoints own keys, so that keys move when weights change. */
  static boolean hashesKeys(Algorithm algorithm) {
    return algorithm instanceof HashAlgorithm || algorithm instanceof HashAlgorithm.BoundedLoads;
  }

  /**
   * Returns what picks by {@code algorithm} in one load balancer.
   *
   * @throws IllegalArgumentException if it is none of those that there are
   */
  PickerFactory of(Algorithm algorithm) {
    if (algorithm instanceof Algorithms.Plain plain) {
      return switch (plain) {
        case ADAPTIVE_STRIDE -> StrideScheduling.adaptive(random);
        case RANDOM -> (all, now) -> new RandomPicker(all, random);
        case ROUND_ROBIN -> new RoundRobin(random);
        case LEAST_REQUEST -> StrideScheduling.leastRequest(random);
      };
    }
    if (algorithm instanceof Algorithms.TwoChoices choices) {
      return twoChoices(choices.load());
    }
    if (algorithm instanceof Algorithms.Sticky sticky) {
      return new Sticky(leastLoaded(), sticky.maximumKeys());
    }
    if (algorithm instanceof HashAlgorithm hash) {
      return hashing(hash);
    }
    if (algorithm instanceof HashAlgorithm.BoundedLoads bounded) {
      return hashing(bounded.hash()).within(new BoundedLoad(bounded.c()));
    }
    if (algorithm instanceof Algorithms.Custom custom) {
      return new CustomPicking(custom);
    }
    throw unknown(algorithm);
  }

  /** What picks one of two by requests in flight, without memory of earlier picks. */
  PickerFactory leastLoaded() {
    return twoChoices(Load.inFlight());
  }

  private HashPicking hashing(HashAlgorithm hash) {
    PickerFactory keyless = leastLoaded();
    if (hash instanceof Algorithms.RingHash ring) {
      return HashPicking.ring(ring, keyless);
    }
    if (hash instanceof Algorithms.Maglev maglev) {
      return HashPicking.maglev(maglev, keyless);
    }
    if (hash instanceof Algorithms.Rendezvous) {
      return HashPicking.rendezvous(keyless);
    }
    throw unknown(hash);
  }

  private PickerFactory twoChoices(Load load) {
    return new TwoChoices(loadOf(load), random);
  }

  private static HostLoad loadOf(Load load) {
    return load instanceof Load.PeakEwma peakEwma
        ? new PeakEwmaLoad(peakEwma.decay())
        : new InFlightLoad();
  }

  private static IllegalArgumentException unknown(Algorithm algorithm) {
    return new IllegalArgumentException(
        "algorithm must be one of Algorithms, but was "
            + algorithm
            + "; write your own with Algorithms.custom");
  }
}
