/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointAttachment;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.Interceptor.Chain;
import org.jspecify.annotations.Nullable;

/**
 * The transport to one endpoint: its connections, and the routes that direct calls to them.
 *
 * <p>There is a route for each set of clients that can share connections. A call may have its own
 * {@code Dns}, and with it a route of its own. Routes are therefore held weakly: a connection holds
 * its route, and a route without connections is equivalent to a new one.
 *
 * <ul>
 *   <li>Writers: calls add routes, and a call that adds a route removes collected routes. The
 *       control path writes {@code draining}.
 *   <li>Readers: every call reads {@code latest}, and {@code draining} when it ends.
 *   <li>Invariant: there is one route at a time for clients that can share it; {@code latest} is
 *       any of the routes.
 *   <li>Why: two routes would each open connections. Usually there is one client, whose calls read
 *       one field.
 * </ul>
 */
public final class EndpointTransport implements EndpointAttachment {
  private final ServiceUrl service;
  private final Endpoint endpoint;
  private final IdleConnections idleConnections;
  private final KeptConnections kept;
  private final Function<EndpointTransport, CompletableFuture<?>> connector;

  /** What {@link #prepare} has started. Used by the load balancer's control path. */
  private CompletableFuture<?> opening = CompletableFuture.completedFuture(null);

  private final ConcurrentMap<UsersNetwork, RouteReference> routes = new ConcurrentHashMap<>();
  private final ReferenceQueue<Route> collected = new ReferenceQueue<>();
  private volatile @Nullable Route latest;
  private volatile boolean draining;

  /**
   * Creates a transport without connections.
   *
   * @param idleConnections the limits for each route
   * @param nanoClock measures how long connections were not used
   * @param connector opens connections before the endpoint takes traffic; the future completes when
   *     they are open or have failed, and is canceled when the endpoint is removed
   */
  public EndpointTransport(
      ServiceUrl service,
      Endpoint endpoint,
      IdleConnections idleConnections,
      LongSupplier nanoClock,
      Function<EndpointTransport, CompletableFuture<?>> connector) {
    this.service = service;
    this.endpoint = endpoint;
    this.idleConnections = idleConnections;
    this.kept = new KeptConnections(nanoClock);
    this.connector = connector;
  }

  @Override
  public CompletableFuture<?> prepare() {
    opening = connector.apply(this);
    return opening;
  }

  /** The route for the request of {@code chain}. */
  public Route route(Chain chain) {
    return route(chain, chain.request().url());
  }

  /**
   * The route for a call of a client with the settings of {@code chain}.
   *
   * @param url the URL of a request to the service or one of its aliases
   */
  public Route route(Chain chain, HttpUrl url) {
    Route last = latest;
    if (last != null && last.isFor(chain, url)) {
      return last; // Usually there is one client.
    }
    UsersNetwork users = UsersNetwork.of(chain, ServiceUrl.of(url));
    RouteReference known = routes.get(users);
    Route found = known == null ? null : known.get();
    Route route = found == null ? newRoute(users) : found;
    latest = route;
    return route;
  }

  private Route newRoute(UsersNetwork users) {
    removeCollected();
    while (true) {
      Route fresh = new Route(users);
      RouteReference known = routes.putIfAbsent(users, new RouteReference(fresh));
      Route route = known == null ? fresh : known.get();
      if (route != null) {
        return route;
      }
      routes.remove(users, known);
    }
  }

  private void removeCollected() {
    for (Reference<?> each = collected.poll(); each != null; each = collected.poll()) {
      RouteReference reference = (RouteReference) each;
      routes.remove(reference.users, reference);
    }
  }

  /** For tests. */
  int routeCount() {
    removeCollected();
    return routes.size();
  }

  /**
   * The endpoint was removed: its idle connections close now, the busy connections when their calls
   * complete.
   */
  @Override
  public void drain() {
    draining = true;
    opening.cancel(false);
    closeIdle();
  }

  @Override
  public void restore() {
    draining = false;
  }

  /** Called when a call on any route is complete and has released its connection. */
  public void callEnded() {
    if (draining) {
      closeIdle();
    }
  }

  private void closeIdle() {
    for (RouteReference reference : routes.values()) {
      Route route = reference.get();
      if (route != null) {
        route.connections.evictAll();
      }
    }
  }

  @Override
  public String toString() {
    return "EndpointTransport[" + service + " at " + endpoint + "]";
  }

  /** References a route until the route is collected. */
  private final class RouteReference extends WeakReference<Route> {
    private final UsersNetwork users;

    RouteReference(Route route) {
      super(route, collected);
      this.users = route.users;
    }
  }

  /**
   * The settings that make a call go to this endpoint. Every call gets the same objects, because
   * OkHttp compares them to decide whether a connection can be used. A connection holds its socket,
   * and thereby its route. The {@code Dns} must not: OkHttp remembers the addresses that it failed
   * to reach for the life of a client.
   */
  public final class Route {
    private final UsersNetwork users;
    private final EndpointDns dns;
    private final EndpointSocketFactory socketFactory;
    private final ConnectionPool connections = idleConnections.newPool();

    private Route(UsersNetwork users) {
      this.users = users;
      this.dns = new EndpointDns(users.url().host(), endpoint.address().getAddress(), users.dns());
      this.socketFactory =
          new EndpointSocketFactory(
              users.url(), endpoint.address(), dns, users.dns(), users.socketFactory(), this);
    }

    private boolean isFor(Chain chain, HttpUrl url) {
      return users.isOf(chain) && users.url().matches(url);
    }

    /**
     * Returns {@code chain}, directed to the endpoint, without a proxy: a proxy would choose the
     * destination itself.
     */
    public Chain lead(Chain chain) {
      // Each override copies the chain, so unnecessary overrides are avoided.
      Chain direct = isDirect(chain) ? chain : chain.withProxy(Proxy.NO_PROXY);
      return direct.withDns(dns).withSocketFactory(socketFactory).withConnectionPool(connections);
    }

    /**
     * A request is about to be written to {@code connection}.
     *
     * @param mayChange whether the request may go to another connection instead
     * @throws StaleConnectionException if so, and the connection is closed
     */
    public void use(Connection connection, boolean mayChange) throws StaleConnectionException {
      kept.use(connection, mayChange);
    }

    private static boolean isDirect(Chain chain) {
      Proxy proxy = chain.getProxy();
      return proxy != null && proxy.type() == Proxy.Type.DIRECT;
    }

    /** The service's URL that calls on this route have. */
    public ServiceUrl service() {
      return users.url();
    }

    /**
     * Which of the settings of {@link #lead} was replaced in {@code chain}, or null if none was.
     */
    public @Nullable String overriddenIn(Chain chain) {
      if (chain.getDns() != dns) {
        return "Dns";
      }
      if (chain.getSocketFactory() != socketFactory) {
        return "SocketFactory";
      }
      if (!isDirect(chain)) {
        return "proxy";
      }
      return chain.getConnectionPool() == connections ? null : "ConnectionPool";
    }

    /** Called when a call on this route is complete and has released its connection. */
    public void callEnded() {
      // OkHttp reports an idle connection to the client's pool, not to this one.
      if (draining || idleConnections.isNone()) {
        connections.evictAll();
      }
    }

    /**
     * Closes the connections that no call uses, because a connection to the endpoint was closed by
     * the server.
     */
    public void closeIdle() {
      kept.warn();
      connections.evictAll();
    }

    /** Whether {@code connection} was opened on this route. */
    public boolean owns(Connection connection) {
      return connection.route().address().dns() == dns;
    }

    @Override
    public String toString() {
      return users.url() + " at " + endpoint;
    }
  }
}
