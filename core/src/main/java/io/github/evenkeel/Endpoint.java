/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.github.evenkeel.internal.option.Check;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One place that can serve a request of a service: on Kubernetes, one port of one pod.
 *
 * <p>Two endpoints are equal if all their properties are. Whether they are <em>the same
 * endpoint</em> is a question of their {@linkplain #id() identity}: the address, and the pod's uid
 * where it is known. An endpoint whose zone or weight changes stays the same endpoint and keeps its
 * statistics; a new pod on an old pod's address is a new endpoint and inherits nothing.
 *
 * <p>Immutable, and so safe for use by many threads.
 */
public final class Endpoint {
  private static final String ADDRESS =
      "an IP literal and a port from 1 to 65535, such as 10.1.2.3:8080 or [2001:db8::1]:8080";
  private static final double MIN_WEIGHT = 1e-6;
  private static final double MAX_WEIGHT = 1e6;

  private final EndpointId id;
  private final double weight;
  private final boolean terminating;
  private final @Nullable String zone;
  private final @Nullable String node;
  private final Set<String> zoneHints;
  private final Set<String> nodeHints;
  private final Map<String, String> labels;

  private Endpoint(Builder builder) {
    this.id = new EndpointId(builder.address, builder.uid);
    this.weight = builder.weight;
    this.terminating = builder.terminating;
    this.zone = builder.zone;
    this.node = builder.node;
    this.zoneHints = builder.zoneHints;
    this.nodeHints = builder.nodeHints;
    this.labels = builder.labels;
  }

  /**
   * Returns the endpoint at {@code address} with nothing else known of it.
   *
   * @param address an IP literal and a port, such as {@code 10.1.2.3:8080} or {@code
   *     [2001:db8::1]:8080}. Names are not accepted: whoever discovers endpoints resolves them.
   * @throws IllegalArgumentException if it is not an IP literal and a port
   */
  public static Endpoint of(String address) {
    return builder(address).build();
  }

  /**
   * Returns the endpoint at an IP literal and a port, with nothing else known of it.
   *
   * @param ip an IPv4 or IPv6 literal, such as {@code 10.1.2.3} or {@code 2001:db8::1}. Names are
   *     not accepted, and never looked up
   * @param port 1 to 65535
   * @throws IllegalArgumentException if {@code ip} is not an IP literal or the port is out of range
   */
  public static Endpoint of(String ip, int port) {
    return builder(ip, port).build();
  }

  /**
   * Returns a builder of an endpoint at {@code address}.
   *
   * @param address an IP literal and a port, such as {@code 10.1.2.3:8080} or {@code
   *     [2001:db8::1]:8080}
   * @throws IllegalArgumentException if it is not an IP literal and a port
   */
  public static Builder builder(String address) {
    Check.notNull(address, "address of an endpoint", ADDRESS);
    HostAndPort parsed;
    try {
      parsed = HostAndPort.fromString(address);
    } catch (IllegalArgumentException e) {
      throw notAnAddress(address, e);
    }
    if (!parsed.hasPort() || !InetAddresses.isInetAddress(parsed.getHost())) {
      throw notAnAddress(address, null);
    }
    return builder(parsed.getHost(), parsed.getPort());
  }

  /**
   * Returns a builder of an endpoint at an IP literal and a port.
   *
   * @param ip an IPv4 or IPv6 literal, such as {@code 10.1.2.3} or {@code 2001:db8::1}
   * @param port 1 to 65535
   * @throws IllegalArgumentException if {@code ip} is not an IP literal or the port is out of range
   */
  public static Builder builder(String ip, int port) {
    Check.notNull(ip, "ip of an endpoint", "an IP literal, such as 10.1.2.3");
    if (!InetAddresses.isInetAddress(ip) || port < 1 || port > 65535) {
      throw notAnAddress(ip + ":" + port, null);
    }
    return new Builder(new InetSocketAddress(InetAddresses.forString(ip), port));
  }

  private static IllegalArgumentException notAnAddress(String found, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "address of an endpoint must be "
            + ADDRESS
            + ", but was \""
            + found
            + "\"; a host name is not looked up, so resolve it first",
        cause);
  }

  /** What makes this endpoint itself and no other. */
  public EndpointId id() {
    return id;
  }

  /** The address to connect to: always resolved, never a name. */
  public InetSocketAddress address() {
    return id.address();
  }

  /**
   * The share of requests this endpoint should get relative to the others', for algorithms that
   * honour weights. From 0.000001 to 1000000, or 0 for an endpoint that is drained: it finishes
   * what it has begun, and gets no further requests. 1 by default.
   */
  public double weight() {
    return weight;
  }

  /**
   * Whether it is shutting down, but still serves. It gets requests only if there are no endpoints
   * that are not, as with kube-proxy.
   */
  public boolean isTerminating() {
    return terminating;
  }

  /** The zone it runs in, as in Kubernetes' {@code topology.kubernetes.io/zone}, if known. */
  public Optional<String> zone() {
    return Optional.ofNullable(zone);
  }

  /** The name of the node it runs on, if known. */
  public Optional<String> node() {
    return Optional.ofNullable(node);
  }

  /**
   * The zones whose callers the endpoint is meant for, as in Kubernetes' {@code hints.forZones};
   * empty if nothing is said. Hints count only with a {@link Locality}, and only if all endpoints
   * have some.
   */
  public Set<String> zoneHints() {
    return zoneHints;
  }

  /**
   * The nodes whose callers the endpoint is meant for, as in Kubernetes' {@code hints.forNodes}.
   */
  public Set<String> nodeHints() {
    return nodeHints;
  }

  /** Further properties, unmodifiable; empty by default. */
  public Map<String, String> labels() {
    return labels;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof Endpoint that
            && id.equals(that.id)
            && weight == that.weight
            && terminating == that.terminating
            && Objects.equals(zone, that.zone)
            && Objects.equals(node, that.node)
            && zoneHints.equals(that.zoneHints)
            && nodeHints.equals(that.nodeHints)
            && labels.equals(that.labels));
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** The identity, such as {@code 10.1.2.3:8080 (uid 7c9e6679)}. */
  @Override
  public String toString() {
    return id.toString();
  }

  /** Builds an {@link Endpoint}. For one thread. */
  public static final class Builder {
    private final InetSocketAddress address;
    private @Nullable String uid;
    private double weight = 1;
    private boolean terminating;
    private @Nullable String zone;
    private @Nullable String node;
    private Set<String> zoneHints = Set.of();
    private Set<String> nodeHints = Set.of();
    private Map<String, String> labels = Map.of();

    private Builder(InetSocketAddress address) {
      this.address = address;
    }

    /** The pod's uid, which tells it from another pod that had the same address before. */
    public Builder uid(@Nullable String uid) {
      this.uid = uid;
      return this;
    }

    /**
     * The share of requests it should get relative to the others': from 0.000001 to 1000000, or 0
     * for none; 1 by default.
     *
     * @throws IllegalArgumentException if out of range
     */
    public Builder weight(double weight) {
      String option = "weight of endpoint " + new EndpointId(address, uid) + ", unless it is 0,";
      this.weight = weight == 0 ? 0 : Check.within(MIN_WEIGHT, MAX_WEIGHT, weight, option);
      return this;
    }

    /** Whether it is shutting down, but still serves; false by default. */
    public Builder terminating(boolean terminating) {
      this.terminating = terminating;
      return this;
    }

    /** The zone it runs in; unknown by default. */
    public Builder zone(@Nullable String zone) {
      this.zone = zone;
      return this;
    }

    /** The name of the node it runs on; unknown by default. */
    public Builder node(@Nullable String node) {
      this.node = node;
      return this;
    }

    /** The zones whose callers it is meant for, of which a copy is kept; empty by default. */
    public Builder zoneHints(Collection<String> zones) {
      this.zoneHints = copy(zones, "zoneHints", "a zone");
      return this;
    }

    /** The nodes whose callers it is meant for, of which a copy is kept; empty by default. */
    public Builder nodeHints(Collection<String> nodes) {
      this.nodeHints = copy(nodes, "nodeHints", "a node");
      return this;
    }

    private Set<String> copy(Collection<String> names, String option, String accepted) {
      return Set.copyOf(
          Check.noNulls(names, option + " of endpoint " + new EndpointId(address, uid), accepted));
    }

    /** Further properties, of which a copy is kept; empty by default. */
    public Builder labels(Map<String, String> labels) {
      Check.notNull(
          labels, "labels of endpoint " + new EndpointId(address, uid), "a map without nulls");
      Check.noNulls(
          labels.keySet(), "labels of endpoint " + new EndpointId(address, uid), "a name");
      Check.noNulls(
          labels.values(), "labels of endpoint " + new EndpointId(address, uid), "a value");
      this.labels = Map.copyOf(labels);
      return this;
    }

    /** Returns the endpoint. */
    public Endpoint build() {
      return new Endpoint(this);
    }
  }
}
