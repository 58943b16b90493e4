/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * What is played: how many clients and servers, what arrives, and what goes wrong. Times are in
 * units. Immutable.
 */
final class Scene {
  private final String name;
  private final String title;
  private final String story;
  private final int servers;
  private final int slots;
  private final Duration unit;
  private final int clients;
  private final Arrivals arrivals;
  private final double hotKeyShare;
  private final OptionalDouble timeout;
  private final double warmUp;
  private final double window;
  private final int sound;
  private final List<Incident> incidents;

  private Scene(Builder builder) {
    this.name = builder.name;
    this.title = builder.title;
    this.story = builder.story;
    this.servers = builder.servers;
    this.slots = builder.slots;
    this.unit = builder.unit;
    this.clients = builder.clients;
    this.arrivals = builder.arrivals;
    this.hotKeyShare = builder.hotKeyShare;
    this.timeout = builder.timeout;
    this.warmUp = builder.warmUp;
    this.window = builder.window;
    this.sound = builder.sound;
    this.incidents = List.copyOf(builder.incidents);
  }

  static Builder named(String name, String title) {
    return new Builder(name, title);
  }

  /** A short name, such as {@code brownout-10}. */
  String name() {
    return name;
  }

  /** What a heading says. */
  String title() {
    return title;
  }

  /** What happens, in a sentence or two. */
  String story() {
    return story;
  }

  /** The number of servers. */
  int servers() {
    return servers;
  }

  /** The number of requests that each server serves at once. */
  int slots() {
    return slots;
  }

  /** How long a unit of time is on the clocks of the balancers. */
  Duration unit() {
    return unit;
  }

  /** The number of clients. */
  int clients() {
    return clients;
  }

  /** How many requests arrive. */
  Arrivals arrivals() {
    return arrivals;
  }

  /** The share of the requests that carry one and the same key. */
  double hotKeyShare() {
    return hotKeyShare;
  }

  /** How long clients wait for an answer, if not for ever. */
  OptionalDouble timeout() {
    return timeout;
  }

  /** How long it runs before measuring begins. */
  double warmUp() {
    return warmUp;
  }

  /** How long requests that are measured arrive. */
  double window() {
    return window;
  }

  /** The slots of the servers to which nothing happens: what the central queue gets. */
  int soundSlots() {
    return sound * slots;
  }

  /** The closed form of the central queue before those slots, if the rate is steady. */
  Optional<ErlangC> centralQueue() {
    return arrivals.steady().isPresent()
        ? Optional.of(new ErlangC(soundSlots(), arrivals.steady().getAsDouble() / soundSlots()))
        : Optional.empty();
  }

  /** What happens to the servers. */
  List<Incident> incidents() {
    return incidents;
  }

  /** Builds a {@link Scene}. By default nothing happens to ten servers with eight slots each. */
  static final class Builder {
    private final String name;
    private final String title;
    private String story = "";
    private int servers = 10;
    private int slots = 8;
    private Duration unit = Duration.ofMillis(30);
    private int clients = 10;
    private Arrivals arrivals = Arrivals.constant(1);
    private double hotKeyShare;
    private OptionalDouble timeout = OptionalDouble.empty();
    private double warmUp = 500;
    private double window = 3000;
    private int sound = 10;
    private final List<Incident> incidents = new ArrayList<>();

    private Builder(String name, String title) {
      this.name = name;
      this.title = title;
    }

    Builder story(String story) {
      this.story = story;
      return this;
    }

    /** {@code servers} with {@code slots} each, to which nothing happens. */
    Builder servers(int servers, int slots) {
      this.servers = servers;
      this.slots = slots;
      this.sound = servers;
      return this;
    }

    /** The number of servers to which nothing happens. */
    Builder sound(int servers) {
      this.sound = servers;
      return this;
    }

    Builder clients(int clients) {
      this.clients = clients;
      return this;
    }

    /** How long a unit of time is on the clocks of the balancers; 30 ms by default. */
    Builder unit(Duration unit) {
      this.unit = unit;
      return this;
    }

    Builder arrivals(Arrivals arrivals) {
      this.arrivals = arrivals;
      return this;
    }

    Builder hotKeyShare(double hotKeyShare) {
      this.hotKeyShare = hotKeyShare;
      return this;
    }

    Builder timeout(double timeout) {
      this.timeout = OptionalDouble.of(timeout);
      return this;
    }

    Builder duration(double warmUp, double window) {
      this.warmUp = warmUp;
      this.window = window;
      return this;
    }

    /** At {@code time}, counted from the beginning of measuring, {@code event} happens. */
    Builder at(double time, Consumer<Fleet> event) {
      incidents.add(new Incident(time, event));
      return this;
    }

    Scene build() {
      return new Scene(this);
    }
  }
}
