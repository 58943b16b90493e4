/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointAttachment;
import java.io.IOException;
import java.net.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.net.SocketFactory;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.Interceptor.Chain;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The way to one endpoint: its own connections, and the routes that lead calls onto them.
 *
 * <p>Shared by all calls to the endpoint. {@code draining} is written by the control path and read
 * by every call that ends; the map of routes is concurrent, and {@code latest} is any of them.
 */
final class EndpointTransport implements EndpointAttachment {
  /** A {@code Dns} or {@code SocketFactory} may be one call's own, and brings a route with each. */
  private static final int MAX_ROUTES = 64;

  private final ServiceUrl service;
  private final Endpoint endpoint;
  private final ConnectionPool connections;
  private final KeptConnections kept;
  private final Function<EndpointTransport, CompletableFuture<?>> connector;

  /** What {@link #prepare} has begun; for the load balancer's control path. */
  private CompletableFuture<?> opening = CompletableFuture.completedFuture(null);

  private final ConcurrentMap<UsersNetwork, Route> routes = new ConcurrentHashMap<>();
  private volatile @Nullable Route latest;
  private volatile boolean draining;

  /**
   * Makes a transport without connections.
   *
   * @param nanoClock tells how long connections were not used
   * @param connector opens connections before the endpoint takes traffic; the future is complete
   *     when they are open or have failed. It is canceled when the endpoint is gone.
   */
  EndpointTransport(
      ServiceUrl service,
      Endpoint endpoint,
      ConnectionPool connections,
      LongSupplier nanoClock,
      Function<EndpointTransport, CompletableFuture<?>> connector) {
    this.service = service;
    this.endpoint = endpoint;
    this.connections = connections;
    this.kept = new KeptConnections(nanoClock);
    this.connector = connector;
  }

  @Override
  public CompletableFuture<?> prepare() {
    opening = connector.apply(this);
    return opening;
  }

  /** The route for a call to the service's own URL. */
  Route route(Chain chain) {
    return route(chain, service);
  }

  /**
   * The route for a call of a client that is set up as {@code chain} tells.
   *
   * @param url the service's own, or one of its aliases
   */
  Route route(Chain chain, ServiceUrl url) {
    Route last = latest;
    if (last != null && last.isFor(chain, url)) {
      return last; // Most often there is one client.
    }
    if (routes.size() >= MAX_ROUTES) {
      routes.clear(); // Who still uses one gets another, and new connections with it.
    }
    Route route =
        routes.computeIfAbsent(
            new UsersNetwork(chain.getDns(), chain.getSocketFactory(), url), Route::new);
    latest = route;
    return route;
  }

  /** The endpoint is gone: its idle connections close now, the busy ones when their calls end. */
  @Override
  public void drain() {
    draining = true;
    opening.cancel(false);
    connections.evictAll();
  }

  @Override
  public void restore() {
    draining = false;
  }

  /** A call that used this transport is over, and has let go of its connection. */
  void callEnded() {
    if (draining) {
      connections.evictAll();
    }
  }

  @Override
  public String toString() {
    return "EndpointTransport[" + service + " at " + endpoint + "]";
  }

  /**
   * How the user's client reaches the world, of which one balancing may wrap several, set up
   * differently, and by which of the service's URLs.
   */
  private record UsersNetwork(Dns dns, SocketFactory socketFactory, ServiceUrl url) {}

  /**
   * The settings that make a call go to this endpoint. The same objects for every call: OkHttp
   * compares them to tell whether a connection fits.
   */
  final class Route {
    private final UsersNetwork users;
    private final EndpointDns dns;
    private final EndpointSocketFactory socketFactory;

    private Route(UsersNetwork users) {
      this.users = users;
      this.dns = new EndpointDns(users.url().host(), endpoint.address().getAddress(), users.dns());
      this.socketFactory =
          new EndpointSocketFactory(
              users.url(), endpoint.address(), dns, users.dns(), users.socketFactory());
    }

    private boolean isFor(Chain chain, ServiceUrl url) {
      return users.dns() == chain.getDns()
          && users.socketFactory() == chain.getSocketFactory()
          && users.url().equals(url);
    }

    /** Returns {@code chain}, led to the endpoint. A proxy would choose the destination itself. */
    Chain lead(Chain chain) {
      // Each override copies the chain, so there is none that changes nothing.
      Chain direct = isDirect(chain) ? chain : chain.withProxy(Proxy.NO_PROXY);
      return direct.withDns(dns).withSocketFactory(socketFactory).withConnectionPool(connections);
    }

    /** Sends {@code request} to the endpoint, on the first kept connection that has not ended. */
    Response proceed(Chain chain, Request request) throws IOException {
      Chain led = lead(chain);
      while (true) {
        try {
          return led.proceed(request);
        } catch (StaleConnectionException e) {
          // Nothing was sent, and OkHttp has closed the connection. So there is one less.
        }
      }
    }

    /**
     * A request is about to be written to {@code connection}.
     *
     * @param mayChange whether {@link #proceed} may send it on another one
     * @throws StaleConnectionException if so, and the connection has ended
     */
    void use(Connection connection, boolean mayChange) throws StaleConnectionException {
      kept.use(connection, mayChange);
    }

    private static boolean isDirect(Chain chain) {
      Proxy proxy = chain.getProxy();
      return proxy != null && proxy.type() == Proxy.Type.DIRECT;
    }

    /** The URL of the service that calls on this route have. */
    ServiceUrl service() {
      return users.url();
    }

    /**
     * Which of the settings of {@link #lead} {@code chain} no longer has, or null if it has all.
     */
    @Nullable String overriddenIn(Chain chain) {
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

    /** A call that took this route is over, and has let go of its connection. */
    void callEnded() {
      EndpointTransport.this.callEnded();
    }

    /** A connection to the endpoint has ended: closes those that no call uses. */
    void closeIdle() {
      kept.warn();
      connections.evictAll();
    }

    /** Whether {@code connection} was opened on this route. */
    boolean owns(Connection connection) {
      return connection.route().address().dns() == dns;
    }

    @Override
    public String toString() {
      return users.url() + " at " + endpoint;
    }
  }
}
