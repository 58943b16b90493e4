/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The scenes in which every server should get about the same. They have no warm-up: the first
 * request counts. They are long enough that max/mean is at most 1.05 if chance alone decides.
 */
final class FairnessScenes {
  private static final double SLOTS = 80;
  private static final Duration FIVE_MILLIS = Duration.ofMillis(5);

  private final double scale;

  FairnessScenes(double scale) {
    this.scale = scale;
  }

  /** Ten servers that are healthy and not quite equal. */
  List<Scene> unequal() {
    return List.of(oneFaster(), zone(), slightlyUnequal(), unequal(0.3), unequal(0.7));
  }

  /** For a client that sends one request at a time. */
  List<Scene> sequential() {
    return List.of(
        sequential("constant", "All requests take the same time.", ServiceTimes.CONSTANT),
        sequential(
            "jittered",
            "Service times are lognormal, with a standard deviation of about half the mean.",
            ServiceTimes.lognormal(0.5)));
  }

  private Scene oneFaster() {
    return Scene.named("one-faster", "One server 10% faster")
        .story("One of the servers takes 10% less time. Service times are constant, 5 ms. ρ = 0.3.")
        .machines(machines(seat -> seat == 0 ? 0.9 : 1))
        .unit(FIVE_MILLIS)
        .serviceTimes(ServiceTimes.CONSTANT)
        .arrivals(Arrivals.constant(0.3 * SLOTS))
        .duration(0, 4000 * scale)
        .build();
  }

  private Scene zone() {
    return Scene.named("zone", "A nearer zone")
        .story(
            "Three of the servers are nearer: the way to the other seven and back takes 0.8 ms"
                + " more. Service times are constant, 2 ms. ρ = 0.1.")
        .machines(
            IntStream.range(0, 10)
                .mapToObj(seat -> seat < 3 ? Machine.ORDINARY : Machine.distant(0.2))
                .toList())
        .clients(20)
        .unit(Duration.ofMillis(2))
        .serviceTimes(ServiceTimes.CONSTANT)
        .arrivals(Arrivals.constant(0.1 * SLOTS))
        .duration(0, 10_000 * scale)
        .build();
  }

  private Scene slightlyUnequal() {
    return Scene.named("linear-10", "±10%")
        .story(
            "The servers take from 10% less time to 10% more, in equal steps. Service times are"
                + " constant, 5 ms. ρ = 0.3.")
        .machines(linear(0.1))
        .clients(Scenes.clients(100, scale))
        .unit(FIVE_MILLIS)
        .serviceTimes(ServiceTimes.CONSTANT)
        .arrivals(Arrivals.constant(0.3 * SLOTS))
        .duration(0, 4000 * scale)
        .build();
  }

  private Scene unequal(double load) {
    return Scene.named(
            String.format(Locale.ROOT, "linear-25-%.2f", load),
            String.format(Locale.ROOT, "±25%%, ρ = %.2f", load))
        .story(
            String.format(
                Locale.ROOT,
                "The servers take from 25%% less time to 25%% more, in equal steps. Service times"
                    + " are exponential. ρ = %.1f.",
                load))
        .machines(linear(0.25))
        .arrivals(Arrivals.constant(load * SLOTS))
        .duration(0, 4000 * scale)
        .build();
  }

  private Scene sequential(String name, String story, ServiceTimes serviceTimes) {
    return Scene.named("sequential-" + name, "One at a time, " + name)
        .story("A single client sends one request after another to four servers. " + story)
        .servers(4, 8)
        .clients(1)
        .unit(FIVE_MILLIS)
        .serviceTimes(serviceTimes)
        .duration(0, Math.max(2 * SlidingWindow.SIZE, 3000 * scale))
        .build();
  }

  /** Slowdowns from {@code 1 - spread} to {@code 1 + spread} in equal steps. */
  private static List<Machine> linear(double spread) {
    return machines(seat -> 1 - spread + 2 * spread * seat / 9);
  }

  private static List<Machine> machines(IntToDoubleFunction slowdown) {
    return IntStream.range(0, 10)
        .mapToObj(seat -> Machine.slower(slowdown.applyAsDouble(seat)))
        .toList();
  }
}
