/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.okhttp.MisuseException;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import io.github.evenkeel.okhttp.internal.transport.EndpointTransport;
import io.github.evenkeel.okhttp.internal.transport.KeptConnections;
import io.github.evenkeel.okhttp.internal.transport.StaleConnectionException;
import java.io.IOException;
import java.util.Map;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a request that is not on its way to the endpoint that was picked for it, or that goes to
 * a balanced service for which no endpoint was picked. Interceptors between {@link
 * BalancingInterceptor} and this one can cause this. A future OkHttp could cause it too, with a new
 * way to reuse connections. In either case, the request fails here before a byte is sent, instead
 * of silently reaching the wrong pod.
 *
 * <p>A request that could not be sent again is also not written to a {@linkplain KeptConnections
 * connection that the server has closed}.
 *
 * <p>The guard also stops OkHttp from following redirects into or out of a balanced service. OkHttp
 * would follow them with the settings of the endpoint that sent the redirect, and the application
 * interceptor that picks endpoints would not see them. Such redirects are passed to that
 * interceptor as responses that do not look like redirects; {@link BalancingInterceptor} restores
 * their status and follows them itself. OkHttp is also stopped from sending a request again for a
 * response that {@linkplain ImmediateRetry asks for it}.
 *
 * <p>A network interceptor, because only network interceptors see the connection. The first of
 * them, so that the user's network interceptors see what the server sent.
 */
public final class RouteGuard implements Interceptor {
  /** A status that OkHttp neither follows nor caches, and that no server sends. */
  private static final int STOPPED = 299;

  private final Map<ServiceUrl, BalancedService> services;

  /** Creates a guard for requests to these services. */
  public RouteGuard(Map<ServiceUrl, BalancedService> services) {
    this.services = services;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    if (ConnectionRelease.isFor(chain.request())) {
      throw new IOException("this request only releases a connection, and must not be sent");
    }
    CallState call = CallState.ifAny(chain.call());
    Attempt attempt = call == null ? null : call.attempt();
    if (attempt != null) {
      checkIsOnItsWay(chain, attempt.route());
      checkIsOpen(chain, attempt);
    } else if (services.containsKey(ServiceUrl.of(chain.request().url()))) {
      checkGoesUnbalancedOnPurpose(chain, call);
    }
    if (call != null) {
      call.passGuard();
      Redirects.checkFollowUps(call.events().followUps());
    }
    Response response = proceed(chain, attempt);
    if (attempt != null) {
      response = attempt.withhold(response);
    }
    HttpUrl target = Redirect.target(response, chain);
    if (call == null
        || target == null
        || !Redirects.cross(services, response.request().url(), ServiceUrl.of(target))) {
      return response;
    }
    call.stopRedirect(response);
    return response.newBuilder().code(STOPPED).build();
  }

  /** If allowed to, OkHttp resends a request that was written to a closed connection. */
  private static void checkIsOpen(Chain chain, Attempt attempt) throws StaleConnectionException {
    Connection connection = chain.connection();
    if (connection != null) {
      attempt.use(connection, !chain.getRetryOnConnectionFailure());
    }
  }

  private static Response proceed(Chain chain, @Nullable Attempt attempt) throws IOException {
    try {
      return chain.proceed(chain.request());
    } catch (IOException e) {
      if (attempt != null) {
        attempt.exchangeFailed(chain.call(), chain.connection(), e);
      }
      throw e;
    }
  }

  private static void checkIsOnItsWay(Chain chain, EndpointTransport.Route route)
      throws IOException {
    if (!route.service().matches(chain.request().url())) {
      throw urlChanged(chain, route.service());
    }
    String overridden = route.overriddenIn(chain);
    if (overridden != null) {
      throw MisuseException.of(
          "An interceptor that was added after the client was wrapped has replaced the "
              + overridden
              + " that leads this request to "
              + route
              + ". Nothing was sent. Set it on the client, or add the interceptor before the client"
              + " is wrapped",
          null);
    }
    Connection connection = chain.connection();
    if (connection != null && !route.owns(connection)) {
      throw new IOException(
          "OkHttp would send this request, which is meant for "
              + route
              + ", on a connection to "
              + connection.socket().getRemoteSocketAddress()
              + ". Nothing was sent. Please report this to Evenkeel with your OkHttp version");
    }
  }

  private static void checkGoesUnbalancedOnPurpose(Chain chain, @Nullable CallState call)
      throws MisuseException {
    ServiceUrl destination = ServiceUrl.of(chain.request().url());
    ServiceUrl origin = call == null ? null : call.passesThroughTo();
    if (origin == null) {
      throw MisuseException.of(
          "This request to "
              + destination
              + " has met no interceptor that balances it: the one that wrap added is gone from"
              + " this client. Nothing was sent. Keep the interceptors that wrap added",
          null);
    }
    if (!destination.equals(origin)) {
      throw urlChanged(chain, origin);
    }
  }

  private static MisuseException urlChanged(Chain chain, ServiceUrl origin) {
    return MisuseException.of(
        "This request set out for "
            + origin
            + ", and now it would go to "
            + ServiceUrl.of(chain.request().url())
            + ", past the load balancer: an interceptor that was added after the client was wrapped has"
            + " changed its URL, or a network interceptor its answer into a redirect. Nothing was"
            + " sent there. Add such interceptors before the client is wrapped",
        null);
  }
}
