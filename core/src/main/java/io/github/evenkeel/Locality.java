/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the caller runs, so that its requests go to endpoints near it. What Envoy calls zone aware
 * routing.
 *
 * <p>Requests stay in the zone as far as the endpoints there can take their part of the load. If a
 * zone has a third of the callers and a third of the endpoints or more, none of its requests leaves
 * it. If it has a sixth of the endpoints, half of its requests go to the other zones, to those that
 * have endpoints to spare. So a zone with few endpoints is not overloaded by the callers in it.
 * Endpoints that are ejected or fail their health checks do not count. How the callers are spread,
 * the load balancer may be {@linkplain LoadBalancer#setCallers told}; as long as it is not, each
 * zone counts as having as many as another.
 *
 * <p>If all endpoints have {@linkplain Endpoint#zoneHints() hints}, and some are meant for the
 * caller's node or zone, requests go to these instead, as with kube-proxy.
 *
 * <p>A request also leaves the zone if it has tried all endpoints that it may use there, or if
 * these are at their {@linkplain ConcurrencyLimit concurrency limits}.
 *
 * <p>Immutable. Two are equal if zone and node are.
 */
public final class Locality {
  private final String zone;
  private final @Nullable String node;

  private Locality(String zone, @Nullable String node) {
    this.zone = zone;
    this.node = node;
  }

  /**
   * The caller runs in a zone.
   *
   * @param zone as endpoints name it, which is {@code topology.kubernetes.io/zone} on Kubernetes
   * @throws IllegalArgumentException if blank
   */
  public static Locality zone(String zone) {
    return new Locality(named(zone, "zone of the locality", "eu-west-1a"), null);
  }

  /**
   * The caller runs on a node of the zone, and prefers endpoints on it to others in the zone, by
   * the same rule.
   *
   * @param node as endpoints name it, which is the name of the Node on Kubernetes
   * @throws IllegalArgumentException if blank
   */
  public Locality node(String node) {
    return new Locality(zone, named(node, "node of the locality", "node-7"));
  }

  private static String named(String name, String option, String example) {
    Check.notNull(name, option, "a name such as " + example);
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          option
              + " must be a name such as "
              + example
              + ", but was blank; is the variable set from which it is read?");
    }
    return name;
  }

  /** The zone. */
  public String zone() {
    return zone;
  }

  /** The node, if endpoints on it are preferred. */
  public Optional<String> node() {
    return Optional.ofNullable(node);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Locality that
        && zone.equals(that.zone)
        && Objects.equals(node, that.node);
  }

  @Override
  public int hashCode() {
    return Objects.hash(zone, node);
  }

  @Override
  public String toString() {
    return node == null ? "zone " + zone : "zone " + zone + ", node " + node;
  }
}
