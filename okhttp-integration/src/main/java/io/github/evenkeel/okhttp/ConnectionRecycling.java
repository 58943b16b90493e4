/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.recycling.RecyclingInterceptor;
import io.github.evenkeel.okhttp.internal.recycling.RecyclingPolicy;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * When healthy connections are replaced with new ones.
 *
 * <p>A connection that lives forever goes to one pod forever. If requests are balanced over the
 * pods, this does little harm. If requests go through a Service's virtual IP, which chooses a pod
 * for each new <em>connection</em>, recycling is what spreads the requests. A request costs far
 * less than a connection, so let each connection carry many requests.
 *
 * <p>No request fails because of recycling: a connection takes its last request, completes the
 * requests in progress, and closes. On HTTP/1.1 the last request carries {@code Connection: close};
 * on HTTP/2 the connection takes no new streams. Limits are checked when a request is sent. An idle
 * connection closes when OkHttp's keep-alive expires. HTTP/2 streams that are opened while the last
 * request waits for its response still use the old connection. Requests that come after that
 * response, but before there is a new connection, each open a connection; the first connection that
 * is ready is used, and the others are closed.
 *
 * <p>Apply it {@linkplain #wrap to a client} that stays on the virtual IP, or pass it to {@link
 * OkHttpLoadBalancing.Builder#recycling}. Immutable. Similar to NGINX's {@code keepalive_time} and
 * {@code keepalive_requests}, and Envoy's {@code max_connection_duration} and {@code
 * max_requests_per_connection}.
 */
public final class ConnectionRecycling {
  private final RecyclingPolicy policy;

  private ConnectionRecycling(RecyclingPolicy policy) {
    this.policy = policy;
  }

  /**
   * Returns a builder. At least one of {@link Builder#maxConnectionAge} and {@link
   * Builder#maxRequestsPerConnection} must be set.
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a client like {@code client} that shares its pool and dispatcher, and recycles its
   * connections. The returned client counts only its own requests, so derive all clients that are
   * to share connections from it. Requests go where their URLs say, so the only load balancing is
   * that of the virtual IP.
   *
   * @throws IllegalArgumentException if the connections of {@code client} are already recycled
   */
  public OkHttpClient wrap(OkHttpClient client) {
    return wrap(client, Environment.REAL);
  }

  OkHttpClient wrap(OkHttpClient client, Environment environment) {
    Check.notNull(client, "client", "the OkHttpClient to wrap");
    checkRecyclesNothing(client);
    return client.newBuilder().addNetworkInterceptor(newInterceptor(environment)).build();
  }

  /** Two policies on one connection would conflict. */
  static void checkRecyclesNothing(OkHttpClient client) {
    if (client.networkInterceptors().stream().anyMatch(RecyclingInterceptor.class::isInstance)) {
      throw new IllegalArgumentException(
          "client must be one whose connections are not recycled yet, but a ConnectionRecycling"
              + " wraps it already");
    }
  }

  RecyclingPolicy policy() {
    return policy;
  }

  RecyclingInterceptor newInterceptor(Environment environment) {
    return new RecyclingInterceptor(policy, environment);
  }

  @Override
  public String toString() {
    Duration age = policy.maxConnectionAge();
    int requests = policy.maxRequestsPerConnection();
    return "ConnectionRecycling[maxConnectionAge="
        + (age == null ? "none" : Durations.text(age))
        + ", maxRequestsPerConnection="
        + (requests == Integer.MAX_VALUE ? "none" : requests)
        + ", jitterPercent="
        + policy.jitter() * 100
        + "]";
  }

  /** Builds a {@link ConnectionRecycling}. Not thread-safe. */
  public static final class Builder {
    private @Nullable Duration maxConnectionAge;
    private double jitterPercent = 20;
    private int maxRequestsPerConnection = Integer.MAX_VALUE;
    private double maxAgedPerSecond = 10;

    private Builder() {}

    /**
     * Sets how long a connection accepts requests, counted from its first request; no limit by
     * default.
     *
     * @throws IllegalArgumentException if {@code maxConnectionAge} is not above zero, or is more
     *     than 365 days
     */
    public Builder maxConnectionAge(Duration maxConnectionAge) {
      this.maxConnectionAge =
          Check.positive(Duration.ofDays(365), maxConnectionAge, "maxConnectionAge");
      return this;
    }

    /**
     * Sets how much earlier than {@link #maxConnectionAge} and {@link #maxRequestsPerConnection} a
     * connection may be recycled, in percent of each limit. Each connection draws its own limits
     * uniformly from that last part, so that connections opened together do not close together. 0,
     * or from 1 to 100; 20 by default. With 0, connections that take turns reach {@code
     * maxRequestsPerConnection} together, and are all reopened at once.
     *
     * @throws IllegalArgumentException if out of range
     */
    public Builder jitterPercent(double jitterPercent) {
      this.jitterPercent = Check.percent(0, 100, jitterPercent, "jitterPercent");
      return this;
    }

    /**
     * Sets the maximum number of requests on a connection; no limit by default. {@link
     * #jitterPercent} lowers the limit for most connections.
     *
     * @throws IllegalArgumentException if {@code maxRequestsPerConnection} is below 1
     */
    public Builder maxRequestsPerConnection(int maxRequestsPerConnection) {
      this.maxRequestsPerConnection =
          Check.atLeast(1, maxRequestsPerConnection, "maxRequestsPerConnection");
      return this;
    }

    /**
     * Sets how many connections may be recycled for their age in a second, evenly spaced; 10 by
     * default. The limit applies to all clients that a load balancer wraps, or to the one client
     * that {@link ConnectionRecycling#wrap} returns. A connection past its age stays in use until
     * there is room, so that a client with many connections does not reopen all of them at once.
     * Connections that have reached their number of requests are always recycled, because
     * connections that waited for a turn would reach {@link #maxRequestsPerConnection} together.
     *
     * @throws IllegalArgumentException if {@code maxAgedPerSecond} is not from 0.001 to a million
     */
    public Builder maxAgedPerSecond(double maxAgedPerSecond) {
      this.maxAgedPerSecond = Check.within(0.001, 1e6, maxAgedPerSecond, "maxAgedPerSecond");
      return this;
    }

    /**
     * Returns the policy.
     *
     * @throws IllegalStateException if neither {@link #maxConnectionAge} nor {@link
     *     #maxRequestsPerConnection} is set
     */
    public ConnectionRecycling build() {
      if (maxConnectionAge == null && maxRequestsPerConnection == Integer.MAX_VALUE) {
        throw new IllegalStateException(
            "connection recycling needs maxConnectionAge or maxRequestsPerConnection: with neither it would recycle"
                + " nothing");
      }
      return new ConnectionRecycling(
          new RecyclingPolicy(
              maxConnectionAge, jitterPercent / 100, maxRequestsPerConnection, maxAgedPerSecond));
    }
  }
}
