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
 * When connections are given up for new ones, although nothing is wrong with them.
 *
 * <p>A connection that lives for ever goes to one pod for ever. Where requests are balanced over
 * the pods this does little harm; where they go through a Service's virtual IP, which chooses a pod
 * for each new <em>connection</em>, recycling is what spreads them. A request costs far less than a
 * connection, so let each carry many.
 *
 * <p>No request fails for it: a connection takes its last request, answers those under way, and
 * closes. On HTTP/1.1 that last request carries {@code Connection: close}; on HTTP/2 the connection
 * takes no new streams. Limits are checked when a request is sent; an idle connection closes when
 * OkHttp's keep-alive says. HTTP/2 streams that are opened while the last one awaits its answer
 * still go to the old connection. Those that come after the answer, but before there is a new
 * connection, each open one; the first that is ready is used, and the others are closed.
 *
 * <p>Apply it {@linkplain #wrap to a client} that stays on the virtual IP, or hand it to {@link
 * OkHttpLoadBalancing.Builder#recycling}. Immutable. As NGINX's {@code keepalive_time} and {@code
 * keepalive_requests}, and Envoy's {@code max_connection_duration} and {@code
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
   * Returns a client like {@code client}, and sharing its pool and dispatcher, that recycles its
   * connections. It counts only its own requests, so make clients that shall share connections of
   * the returned one. It sends requests where their URLs say, so there is no load balancing but
   * that of the virtual IP.
   *
   * @throws IllegalArgumentException if its connections are recycled already
   */
  public OkHttpClient wrap(OkHttpClient client) {
    return wrap(client, Environment.REAL);
  }

  OkHttpClient wrap(OkHttpClient client, Environment environment) {
    Check.notNull(client, "client", "the OkHttpClient to wrap");
    checkRecyclesNothing(client);
    return client.newBuilder().addNetworkInterceptor(newInterceptor(environment)).build();
  }

  /** Two policies on one connection would be neither. */
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

  /** Builds a {@link ConnectionRecycling}. For one thread. */
  public static final class Builder {
    private @Nullable Duration maxConnectionAge;
    private double jitterPercent = 20;
    private int maxRequestsPerConnection = Integer.MAX_VALUE;
    private double maxAgedPerSecond = 10;

    private Builder() {}

    /**
     * How long a connection takes requests, counted from its first; no limit by default.
     *
     * @throws IllegalArgumentException if not above zero, or more than 365 days
     */
    public Builder maxConnectionAge(Duration maxConnectionAge) {
      this.maxConnectionAge =
          Check.positive(Duration.ofDays(365), maxConnectionAge, "maxConnectionAge");
      return this;
    }

    /**
     * How much earlier than {@link #maxConnectionAge} and {@link #maxRequestsPerConnection} a
     * connection may end, in percent of each: every connection draws its own end evenly from the
     * last part, so that those opened together do not close together. 0, or from 1 to 100; 20 by
     * default. With 0, connections that take turns reach {@code maxRequestsPerConnection} together,
     * and are all opened anew at once.
     *
     * @throws IllegalArgumentException if out of range
     */
    public Builder jitterPercent(double jitterPercent) {
      this.jitterPercent = Check.percent(0, 100, jitterPercent, "jitterPercent");
      return this;
    }

    /**
     * How many requests a connection takes at most; no limit by default. {@link #jitterPercent}
     * makes it fewer for most.
     *
     * @throws IllegalArgumentException if below 1
     */
    public Builder maxRequestsPerConnection(int maxRequestsPerConnection) {
      this.maxRequestsPerConnection =
          Check.atLeast(1, maxRequestsPerConnection, "maxRequestsPerConnection");
      return this;
    }

    /**
     * How many connections may end for their age in a second, evenly spaced; 10 by default. Counts
     * over all clients that a load balancer wraps, or for the one that {@link
     * ConnectionRecycling#wrap} returns. One that is past its age while others end goes on until
     * there is room, so that a client with many connections does not open them all anew at once.
     * Those that have had their number of requests end all the same, as waiting for a turn would
     * have them reach {@link #maxRequestsPerConnection} together.
     *
     * @throws IllegalArgumentException if not from 0.001 to a million
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
