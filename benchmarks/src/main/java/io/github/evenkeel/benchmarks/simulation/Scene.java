/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What is played. Times are in units.
 *
 * @param name a short name, such as {@code brownout-10}
 * @param title what a heading says
 * @param story what happens, in a sentence or two
 * @param machines what each server runs on, by seat
 * @param slots the number of requests that each server serves at once
 * @param sound the number of servers to which nothing happens
 * @param clients the number of clients
 * @param unit how long a unit of time is on the clocks of the balancers
 * @param traffic what the clients send
 * @param timeout how long clients wait for a response, if not for ever
 * @param warmUp how long it runs before measuring begins
 * @param window how long requests that are measured arrive
 * @param incidents what happens to the servers
 * @param watched the seat of the server whose share of the requests is of interest, if any
 */
record Scene(
    String name,
    String title,
    String story,
    List<Machine> machines,
    int slots,
    int sound,
    int clients,
    Duration unit,
    Traffic traffic,
    OptionalDouble timeout,
    double warmUp,
    double window,
    List<Incident> incidents,
    OptionalInt watched) {

  /** How far the service times of healthy servers may be from the ordinary ones. */
  private static final double LARGEST_DIFFERENCE = 0.25;

  static Builder named(String name, String title) {
    return new Builder(name, title);
  }

  /** The number of servers. */
  int servers() {
    return machines.size();
  }

  /** Whether nothing happens to the servers and each takes at most 25% more or less time than 1. */
  boolean isHealthy() {
    return incidents.isEmpty()
        && machines.stream()
            .allMatch(machine -> Math.abs(machine.slowdown() - 1) <= LARGEST_DIFFERENCE);
  }

  /** The slots of the servers to which nothing happens: what the central queue gets. */
  int soundSlots() {
    return sound * slots;
  }

  /** Whether a central queue before those slots says something: only if they are all alike. */
  boolean hasCentralQueue() {
    return machines.stream().allMatch(Machine.ORDINARY::equals);
  }

  /** The closed form of the central queue, if the rate is steady and services are exponential. */
  Optional<ErlangC> centralQueue() {
    OptionalDouble rate = traffic.arrivals().steady();
    return hasCentralQueue()
            && rate.isPresent()
            && traffic.serviceTimes() == ServiceTimes.EXPONENTIAL
        ? Optional.of(new ErlangC(soundSlots(), rate.getAsDouble() / soundSlots()))
        : Optional.empty();
  }

  /** Builds a {@link Scene}. By default nothing happens to ten servers with eight slots each. */
  static final class Builder {
    private final String name;
    private final String title;
    private String story = "";
    private List<Machine> machines = Collections.nCopies(10, Machine.ORDINARY);
    private int slots = 8;
    private int sound = 10;
    private int clients = 10;
    private Duration unit = Duration.ofMillis(30);
    private Traffic traffic = Traffic.PLAIN;
    private OptionalDouble timeout = OptionalDouble.empty();
    private double warmUp = 500;
    private double window = 3000;
    private final List<Incident> incidents = new ArrayList<>();
    private OptionalInt watched = OptionalInt.empty();

    private Builder(String name, String title) {
      this.name = name;
      this.title = title;
    }

    Builder story(String story) {
      this.story = story;
      return this;
    }

    /** {@code servers} ordinary ones with {@code slots} each, to which nothing happens. */
    Builder servers(int servers, int slots) {
      this.slots = slots;
      return machines(Collections.nCopies(servers, Machine.ORDINARY));
    }

    /** What each server runs on. Nothing happens to them. */
    Builder machines(List<Machine> machines) {
      this.machines = List.copyOf(machines);
      this.sound = machines.size();
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
      traffic = traffic.withArrivals(arrivals);
      return this;
    }

    /** How many times as many requests the busiest client sends as the quietest; 1 by default. */
    Builder busiest(double busiest) {
      traffic = traffic.withBusiest(busiest);
      return this;
    }

    /** How long an ordinary server needs for a request; exponentially distributed by default. */
    Builder serviceTimes(ServiceTimes serviceTimes) {
      traffic = traffic.withServiceTimes(serviceTimes);
      return this;
    }

    Builder streams(Streams streams) {
      traffic = traffic.withStreams(streams);
      return this;
    }

    Builder hotKeyShare(double hotKeyShare) {
      traffic = traffic.withHotKeyShare(hotKeyShare);
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

    /** The results say how many requests the server on {@code seat} got. */
    Builder watch(int seat) {
      watched = OptionalInt.of(seat);
      return this;
    }

    Scene build() {
      return new Scene(
          name,
          title,
          story,
          machines,
          slots,
          sound,
          clients,
          unit,
          traffic,
          timeout,
          warmUp,
          window,
          List.copyOf(incidents),
          watched);
    }
  }
}
