/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.eligible;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingDouble;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Locality;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.LocalityEvent;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prefers hosts near the caller, as {@link Locality} says, by weights. Guarded by the load
 * balancer's lock.
 */
public final class Nearness {
  private static final Logger logger = LoggerFactory.getLogger(Nearness.class);

  /** The zone or node of an endpoint of which none is known. No caller is there. */
  private static final String UNKNOWN = "";

  private final String service;
  private final Locality locality;
  private final double panicThreshold;
  private final LoadBalancerListener listener;

  private Map<String, Integer> callersByZone = Map.of();
  private Map<String, Integer> callersByNode = Map.of();
  private double reportedPercent;
  private boolean isWarned;

  /**
   * Makes one that knows no callers.
   *
   * @param service the service's name
   * @param panicThreshold with a smaller share of healthy hosts in the zone, in percent, zones do
   *     not count
   * @param listener is told of each change, under the lock
   */
  public Nearness(
      String service, Locality locality, double panicThreshold, LoadBalancerListener listener) {
    this.service = service;
    this.locality = locality;
    this.panicThreshold = panicThreshold;
    this.listener = listener;
  }

  /** These are the callers of the service, this one included. */
  public void setCallers(Collection<Endpoint> callers) {
    callersByZone = count(callers, Endpoint::zone);
    callersByNode =
        count(
            callers.stream().filter(caller -> zone(caller).equals(locality.zone())).toList(),
            Endpoint::node);
  }

  private static Map<String, Integer> count(
      Collection<Endpoint> callers, Function<Endpoint, Optional<String>> group) {
    Map<String, Integer> counts = new HashMap<>();
    callers.forEach(
        caller -> group.apply(caller).ifPresent(name -> counts.merge(name, 1, Integer::sum)));
    return counts;
  }

  /**
   * Returns the hosts that are near enough, and by what the weight of each is multiplied. The
   * others get only requests for which these have no room.
   *
   * @param usable the hosts that take requests; at least one
   * @param eligible these, and those that are ejected or fail their health checks
   */
  public Map<Host, Double> factors(List<Host> usable, List<Host> eligible) {
    double[] factors = new double[usable.size()];
    boolean panic = isPanic(eligible);
    if (panic || usable.stream().allMatch(host -> host.endpoint().zone().isEmpty())) {
      Arrays.fill(factors, 1);
    } else if (!isHinted(factors, usable)) {
      multiply(factors, usable);
    }
    report(usable, factors, panic);
    Map<Host, Double> near = new LinkedHashMap<>();
    for (int i = 0; i < factors.length; i++) {
      if (factors[i] > 0) {
        near.put(usable.get(i), factors[i]);
      }
    }
    return near;
  }

  /**
   * Uses the hosts that are meant for the caller, if all have hints, as kube-proxy does. Hints for
   * nodes come before those for zones.
   */
  private boolean isHinted(double[] factors, List<Host> usable) {
    return isHinted(factors, usable, Endpoint::nodeHints, locality.node().orElse(UNKNOWN))
        || isHinted(factors, usable, Endpoint::zoneHints, locality.zone());
  }

  private static boolean isHinted(
      double[] factors, List<Host> usable, Function<Endpoint, Set<String>> hints, String here) {
    List<Set<String>> all = usable.stream().map(host -> hints.apply(host.endpoint())).toList();
    if (all.stream().anyMatch(Set::isEmpty)
        || all.stream().noneMatch(hint -> hint.contains(here))) {
      return false;
    }
    Arrays.setAll(factors, i -> all.get(i).contains(here) ? 1 : 0);
    return true;
  }

  private void multiply(double[] factors, List<Host> usable) {
    Map<String, Double> zones = weights(usable, Nearness::zone);
    Map<String, Double> zoneShares = Shares.of(locality.zone(), zones, callersByZone);
    List<Host> inZone =
        usable.stream().filter(host -> zone(host.endpoint()).equals(locality.zone())).toList();
    Map<String, Double> nodes = weights(inZone, Nearness::node);
    Map<String, Double> nodeShares =
        locality
            .node()
            .filter(nodes::containsKey)
            .map(node -> Shares.of(node, nodes, callersByNode))
            .orElse(Map.of());
    double inZoneWeight = zones.getOrDefault(locality.zone(), 0.0);
    for (int i = 0; i < factors.length; i++) {
      Endpoint endpoint = usable.get(i).endpoint();
      String zone = zone(endpoint);
      factors[i] = zoneShares.getOrDefault(zone, 0.0) / zones.getOrDefault(zone, 1.0);
      if (zone.equals(locality.zone()) && !nodeShares.isEmpty()) {
        String node = node(endpoint);
        factors[i] *=
            nodeShares.getOrDefault(node, 0.0) / (nodes.getOrDefault(node, 1.0) / inZoneWeight);
      }
    }
  }

  private static Map<String, Double> weights(List<Host> hosts, Function<Endpoint, String> group) {
    return hosts.stream()
        .map(Host::endpoint)
        .collect(groupingBy(group, summingDouble(Endpoint::weight)));
  }

  private static String zone(Endpoint endpoint) {
    return endpoint.zone().orElse(UNKNOWN);
  }

  private static String node(Endpoint endpoint) {
    return endpoint.node().orElse(UNKNOWN);
  }

  /** Whether so few hosts of the zone are healthy that these few would get too much. */
  private boolean isPanic(List<Host> eligible) {
    List<Host> inZone =
        eligible.stream().filter(host -> zone(host.endpoint()).equals(locality.zone())).toList();
    long healthy =
        inZone.stream()
            .filter(host -> host.state() == Host.State.ACTIVE && host.isHealthy())
            .count();
    return !inZone.isEmpty() && 100.0 * healthy / inZone.size() < panicThreshold;
  }

  private void report(List<Host> usable, double[] factors, boolean panic) {
    double here = 0;
    double all = 0;
    int inZone = 0;
    for (int i = 0; i < factors.length; i++) {
      Endpoint endpoint = usable.get(i).endpoint();
      double part = endpoint.weight() * factors[i];
      all += part;
      if (zone(endpoint).equals(locality.zone())) {
        here += part;
        inZone++;
      }
    }
    double percent = Math.round(1000 * here / all) / 10.0;
    if (percent != reportedPercent) {
      listener.onLocality(
          new LocalityEvent(
              service, locality.zone(), reportedPercent, percent, inZone, usable.size(), panic));
      reportedPercent = percent;
    }
    if (inZone == 0 && !isWarned) {
      isWarned = true;
      warnOfZone(usable);
    }
  }

  private void warnOfZone(List<Host> usable) {
    var zones = new TreeSet<String>();
    usable.forEach(host -> host.endpoint().zone().ifPresent(zones::add));
    if (zones.isEmpty()) {
      logger.warn(
          "No endpoint of service {} has a zone, so its requests do not stay in zone {}. Discovery"
              + " must tell zones, as EndpointSlices do and Endpoints do not",
          service,
          locality.zone());
    } else {
      logger.warn(
          "No endpoint of service {} is in zone {}, the caller's; they are in {}. If that is no"
              + " mistake in the name, its requests go to these",
          service,
          locality.zone(),
          zones);
    }
  }
}
