/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends the last request that {@link ConnectionRecycling} allows a connection, with {@code
 * Connection: close}. OkHttp acts on this header by itself: it takes no further request for the
 * connection, and closes it when those under way are done. Over HTTP/2 it does so without sending
 * the header.
 *
 * <p>A network interceptor, for only these see the connection. Shared by all calls of a client; the
 * map is synchronized, and holds its keys weakly, so that it does not keep closed connections.
 */
final class RecyclingInterceptor implements Interceptor {
  private final ConnectionRecycling policy;
  private final LongSupplier nanoClock;
  private final Spacing agedSpacing;

  /** {@code Connection} is compared by identity, having no other idea of equality. */
  private final Map<Connection, Tenure> tenures = Collections.synchronizedMap(new WeakHashMap<>());

  RecyclingInterceptor(ConnectionRecycling policy, LongSupplier nanoClock) {
    this.policy = policy;
    this.nanoClock = nanoClock;
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
    long now = nanoClock.getAsLong();
    Tenure tenure =
        tenures.computeIfAbsent(
            connection,
            fresh ->
                new Tenure(
                    now,
                    policy.drawLifetimeNanos(),
                    policy.drawMaxRequests(),
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
