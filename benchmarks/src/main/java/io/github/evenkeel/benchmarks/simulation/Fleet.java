/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The servers of a scene and the clients that balance over them. Servers sit on numbered seats; a
 * pod that takes another's seat gets its address, as it may on Kubernetes, but not its uid.
 */
final class Fleet implements Dispatcher {
  private final EventQueue events;
  private final Scene scene;
  private final Observer observer;
  private final Random chance;
  private final VirtualScheduler scheduler;
  private final Pod[] seats;

  /** All pods that ever were, since those that left still finish what they began. */
  private final Map<Endpoint, Pod> pods = new LinkedHashMap<>();

  private final List<Client> clients;
  private int generation;

  Fleet(EventQueue events, Scene scene, Algorithm algorithm, Observer observer, Random chance) {
    this.events = events;
    this.scene = scene;
    this.observer = observer;
    this.chance = chance;
    this.scheduler = new VirtualScheduler(events, scene.unit());
    this.seats = IntStream.range(0, scene.servers()).mapToObj(this::newPod).toArray(Pod[]::new);
    List<Endpoint> endpoints = Arrays.stream(seats).map(Pod::endpoint).toList();
    this.clients =
        Stream.generate(() -> newClient(algorithm, endpoints)).limit(scene.clients()).toList();
    for (Incident incident : scene.incidents()) {
      events.at(VirtualTime.ticks(incident.time()), () -> incident.event().accept(this));
    }
  }

  private Pod newPod(int seat) {
    Endpoint endpoint =
        Endpoint.builder("10.0.0." + (seat + 1), 8080).uid("pod-" + generation++).build();
    Machine machine = scene.machines().get(seat);
    Server server = new Server(events, scene.slots(), machine.slowdown());
    Link link = new Link(events, VirtualTime.ticks(machine.networkDelay()), server);
    Pod pod = new Pod(seat, endpoint, server, link);
    pods.put(endpoint, pod);
    return pod;
  }

  private Client newClient(Algorithm algorithm, List<Endpoint> endpoints) {
    // Random, because its sequence is part of its contract and so the same on every JDK.
    Random random = new Random(chance.nextLong());
    return new Client(
        new LoadBalancerBuilder(scene.name())
            .algorithm(algorithm)
            .nanoClock(this::nanoTime)
            .scheduler(scheduler)
            .random(() -> random)
            .build(),
        endpoints,
        observer);
  }

  /** What {@link System#nanoTime} would say, had the requests the length that the scene says. */
  private long nanoTime() {
    return Math.round(VirtualTime.units((double) events.now()) * scene.unit().toNanos());
  }

  /** The server on {@code seat} changes its condition. */
  void turn(int seat, Condition condition) {
    seats[seat].server().turn(condition);
  }

  /** The server on {@code seat} serves nothing for {@code length} units. */
  void pause(int seat, double length) {
    seats[seat].server().pause(VirtualTime.ticks(length));
  }

  /**
   * The server on {@code seat} is removed from the service. Each client hears of it at a time of
   * its own, within {@code spread} units.
   */
  void leave(int seat, double spread) {
    Endpoint endpoint = seats[seat].endpoint();
    tellClients(spread, client -> client.forget(endpoint));
  }

  /**
   * A new server takes {@code seat}. Each client hears of it at a time of its own, within {@code
   * spread} units.
   */
  void join(int seat, double spread, Condition condition) {
    Pod pod = newPod(seat);
    pod.server().turn(condition);
    seats[seat] = pod;
    tellClients(spread, client -> client.learn(pod.endpoint()));
  }

  private void tellClients(double spread, Consumer<Client> news) {
    for (Client client : clients) {
      events.after(VirtualTime.ticks(spread * chance.nextDouble()), () -> news.accept(client));
    }
  }

  @Override
  public void dispatch(Request request) {
    Client.Call call = clients.get(request.client()).begin(request);
    Pod pod = pods.get(call.endpoint());
    if (pod == null) {
      throw new IllegalStateException("Picked an endpoint that never was: " + call.endpoint());
    }
    observer.sent(request, pod.seat());
    pod.link().send(request, call);
    scene.timeout().ifPresent(timeout -> events.after(VirtualTime.ticks(timeout), call::giveUp));
  }

  @Override
  public int waiting() {
    return pods.values().stream().mapToInt(pod -> pod.server().queueLength()).sum();
  }

  private record Pod(int seat, Endpoint endpoint, Server server, Link link) {}
}
