/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.recycling;

import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.Spacing;
import io.github.evenkeel.okhttp.internal.transport.ConnectionMap;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends the last request that {@link RecyclingPolicy} allows a connection, with {@code Connection:
 * close}. OkHttp acts on this header by itself: it takes no further request for the connection, and
 * closes it when those under way are done. Over HTTP/2 it does so without sending the header.
 *
 * <p>A network interceptor, for only these see the connection. Shared by all calls of all clients
 * that may share connections.
 *
 * <ul>
 *   <li>Writers: threads that are about to send a request.
 *   <li>Readers: the same.
 *   <li>Invariant: each request is counted once for its connection.
 *   <li>Why: the count is atomic. Of requests that find the connection at its end at the same time,
 *       each is a last one, and OkHttp takes that as one.
 * </ul>
 */
public final class RecyclingInterceptor implements Interceptor {
  private final RecyclingPolicy policy;
  private final Environment environment;
  private final Spacing agedSpacing;

  private final ConnectionMap<Tenure> tenures = new ConnectionMap<>();

  /** Makes the interceptor of all clients that may share connections. */
  public RecyclingInterceptor(RecyclingPolicy policy, Environment environment) {
    this.policy = policy;
    this.environment = environment;
    this.agedSpacing = policy.newSpacing();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Connection connection = chain.connection();
    boolean isUpgrade = "upgrade".equalsIgnoreCase(request.header("Connection"));
    if (connection == null || isUpgrade || !isLast(connection)) {
      return chain.proceed(request);
    }
    return chain.proceed(request.newBuilder().header("Connection", "close").build());
  }

  private boolean isLast(Connection connection) {
    long now = environment.nanoTime();
    Tenure tenure =
        tenures.computeIfAbsent(
            connection,
            () ->
                new Tenure(
                    now,
                    policy.drawLifetimeNanos(environment.random().get()),
                    policy.drawMaxRequests(environment.random().get()),
                    new AtomicInteger()));
    return tenure.requests.incrementAndGet() >= tenure.maxRequestsPerConnection
        || (now - tenure.beganAtNanos >= tenure.lifetimeNanos && agedSpacing.tryTakeTurn(now));
  }

  private record Tenure(
      long beganAtNanos,
      long lifetimeNanos,
      int maxRequestsPerConnection,
      AtomicInteger requests) {}
}
