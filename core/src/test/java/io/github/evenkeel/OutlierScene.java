/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import io.github.evenkeel.observe.EjectionEvent;
import io.github.evenkeel.observe.EjectionSkippedEvent;
import io.github.evenkeel.observe.HalfOpenEvent;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.PanicEvent;
import io.github.evenkeel.observe.ReturnEvent;
import io.github.evenkeel.observe.SheddingEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A load balancer with outlier detection over numbered endpoints that fail as they are told to. */
final class OutlierScene {
  final VirtualTime time;
  final Scene scene;
  private final List<String> events = new ArrayList<>();
  private final Map<Endpoint, Outcome> outcomes = new HashMap<>();

  /** One whose endpoints take turns. */
  OutlierScene(OutlierDetection.Builder options) {
    this(Algorithms.roundRobin(), options, builder -> builder);
  }

  OutlierScene(
      Algorithm algorithm,
      OutlierDetection.Builder options,
      UnaryOperator<LoadBalancerBuilder> more) {
    this.time = new VirtualTime();
    this.scene =
        new Scene(
            algorithm,
            time,
            builder ->
                more.apply(builder.outlierDetection(options.build()).listener(new Recorder())));
  }

  OutlierScene with(int endpoints) {
    scene.with(endpoints);
    return this;
  }

  /** From now on, requests to an endpoint end like this. */
  void responds(int endpoint, Outcome outcome) {
    outcomes.put(Scene.endpoint(endpoint), outcome);
  }

  /** Sends requests of 1 ms one after the other, and tells which endpoint got how many. */
  Map<Integer, Integer> send(int requests) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int i = 0; i < requests; i++) {
      Lease lease = scene.begin();
      time.advance(Duration.ofMillis(1));
      end(lease, outcomes.getOrDefault(lease.endpoint(), Outcome.SUCCESS));
      counts.merge(number(lease.endpoint()), 1, Integer::sum);
    }
    return counts;
  }

  /** Sends requests to one endpoint, and has each end like this. */
  void report(int endpoint, Outcome... outcomes) {
    for (Outcome outcome : outcomes) {
      end(begin(endpoint), outcome);
    }
  }

  void report(int endpoint, int times, Outcome outcome) {
    for (int i = 0; i < times; i++) {
      report(endpoint, outcome);
    }
  }

  /** Begins a request, if requests are admitted. */
  @Nullable Lease beginIfAdmitted(RequestContext request) {
    try {
      return scene.balancer.beginRequest(request);
    } catch (NoEndpointAvailableException e) {
      return null;
    } catch (QueueFullException e) {
      throw new AssertionError(e);
    }
  }

  Lease begin(int endpoint) {
    return scene.load(Scene.endpoint(endpoint), 1).get(0);
  }

  /** Ends a request, after which the load balancer decides what there is to decide. */
  void end(Lease lease, Outcome outcome) {
    scene.balancer.endRequest(lease, outcome);
    time.advance(Duration.ZERO);
  }

  void pass(Duration duration) {
    time.advance(duration);
  }

  /** Which endpoints requests go to at present. */
  Set<Integer> used() {
    Set<Integer> used = new TreeSet<>();
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < 3 * scene.balancer.statistics().size(); i++) {
      leases.add(scene.begin());
    }
    for (Lease lease : leases) {
      used.add(number(lease.endpoint()));
      scene.balancer.endRequest(lease, Outcome.CANCELED);
    }
    return used;
  }

  Set<Integer> ejected() {
    Set<Integer> ejected = new TreeSet<>();
    scene.balancer.statistics().stream()
        .filter(EndpointStatistics::isEjected)
        .forEach(statistics -> ejected.add(number(statistics.endpoint())));
    return ejected;
  }

  /** What was reported since this was last called. */
  List<String> events() {
    List<String> reported = List.copyOf(events);
    events.clear();
    return reported;
  }

  static int number(Endpoint endpoint) {
    byte[] address = endpoint.address().getAddress().getAddress();
    return 250 * address[2] + (address[3] & 0xff) - 1;
  }

  /** Each event in a few words. */
  private final class Recorder implements LoadBalancerListener {
    @Override
    public void onEjection(EjectionEvent event) {
      events.add(
          "eject "
              + number(event.endpoint())
              + " for "
              + Durations.text(event.ejectionTime())
              + ": "
              + event.detector()
              + measured(event.measured(), event.threshold()));
    }

    @Override
    public void onEjectionSkipped(EjectionSkippedEvent event) {
      events.add(
          "keep "
              + number(event.endpoint())
              + ", "
              + event.reason()
              + ": "
              + event.detector()
              + measured(event.measured(), event.threshold()));
    }

    private static String measured(double measured, double threshold) {
      return " " + plain(measured) + "/" + plain(threshold);
    }

    private static String plain(double value) {
      return Check.plain(Math.round(10 * value) / 10.0, 0);
    }

    @Override
    public void onHalfOpen(HalfOpenEvent event) {
      events.add("half-open " + number(event.endpoint()));
    }

    @Override
    public void onReturn(ReturnEvent event) {
      events.add("return " + number(event.endpoint()));
    }

    @Override
    public void onPanic(PanicEvent event) {
      events.add(
          "panic "
              + (event.on() ? "on" : "off")
              + ": "
              + event.healthy()
              + " of "
              + event.endpoints()
              + " healthy");
    }

    @Override
    public void onShedding(SheddingEvent event) {
      events.add(
          "admit "
              + plain(event.admittedPercent())
              + " %: "
              + event.healthy()
              + " of "
              + event.endpoints()
              + " healthy");
    }
  }
}
