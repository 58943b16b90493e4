/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.NoEndpointAvailableException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Leads each request to a balanced service to an endpoint of it. The URL stays as it is; only the
 * way there changes. Requests to other hosts pass through untouched.
 *
 * <p>An application interceptor, for only these may override a call's settings.
 */
final class BalancingInterceptor implements Interceptor {
  /** As many as OkHttp follows. */
  private static final int MAX_FOLLOW_UPS = 20;

  private final Map<ServiceUrl, BalancedService> services;
  private final DispatcherWatch dispatcherWatch;
  private final BypassWatch bypassWatch;
  private final OkHttpClient stripped;

  /**
   * Makes the interceptor of one client.
   *
   * @param stripped that client as {@link WrappedClients#stripped} makes it
   */
  BalancingInterceptor(
      Map<ServiceUrl, BalancedService> services,
      DispatcherWatch dispatcherWatch,
      BypassWatch bypassWatch,
      OkHttpClient stripped) {
    this.services = services;
    this.dispatcherWatch = dispatcherWatch;
    this.bypassWatch = bypassWatch;
    this.stripped = stripped;
  }

  /** A client that connects as the one does whose interceptor this is. */
  OkHttpClient stripped() {
    return stripped;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    BalancedCall call = BalancedCall.of(chain.call());
    if (call instanceof HedgeArm arm) {
      return arm.proceed(chain);
    }
    dispatcherWatch.look();
    Request request = chain.request();
    Response prior = null;
    for (int followUps = 0; ; followUps++) {
      Response response = withPrior(send(chain, request, call), prior);
      // OkHttp has followed the redirects within a service, and RouteGuard stopped the others.
      Response redirect = call.takeStoppedRedirect(response);
      HttpUrl target = redirect == null ? null : Redirect.target(redirect, chain);
      if (redirect == null || target == null) {
        return response;
      }
      redirect.close();
      if (followUps == MAX_FOLLOW_UPS) {
        throw new ProtocolException("Too many follow-up requests: " + (followUps + 1));
      }
      request = Redirect.followUp(redirect, target);
      prior = redirect;
    }
  }

  private Response send(Chain chain, Request request, BalancedCall call) throws IOException {
    ServiceUrl url = ServiceUrl.of(request.url());
    BalancedService service = services.get(url);
    if (service == null) {
      bypassWatch.look(url);
      return passThrough(chain, request, call, url);
    }
    try {
      return service.proceed(chain, request, call);
    } catch (NoEndpointAvailableException e) {
      if (service.fallsThrough()) {
        return passThrough(chain, request, call, url);
      }
      Response cached = fromCache(chain, request);
      if (cached != null) {
        return cached;
      }
      throw e;
    }
  }

  /** Returns what the client's cache has for a request for which there is no endpoint, or null. */
  private static @Nullable Response fromCache(Chain chain, Request request) throws IOException {
    if (chain.getCache() == null) {
      return null;
    }
    Request ifCached = request.newBuilder().addHeader("Cache-Control", "only-if-cached").build();
    Response response = chain.proceed(ifCached);
    if (response.cacheResponse() == null) {
      response.close(); // OkHttp's own 504, which says that there is nothing.
      return null;
    }
    return response.newBuilder().request(request).build();
  }

  private static Response passThrough(
      Chain chain, Request request, BalancedCall call, ServiceUrl url) throws IOException {
    call.passThrough(url);
    return chain.proceed(request);
  }

  private static Response withPrior(Response response, @Nullable Response prior) {
    // One that OkHttp has followed further inside has a history of its own.
    if (prior == null || response.priorResponse() != null) {
      return response;
    }
    Response bodiless = prior.newBuilder().body(ResponseBody.EMPTY).build();
    return response.newBuilder().priorResponse(bodiless).build();
  }
}
