/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.okhttp.internal.service.BypassWatch;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request to its service, if there is one, and follows redirects from one service to
 * another, and into or out of services. OkHttp follows redirects within a service, and {@link
 * RouteGuard} stops OkHttp from following the others.
 */
public final class Redirects implements Stage {
  /** The same limit as OkHttp's. */
  private static final int MAX_FOLLOW_UPS = 20;

  private final Map<ServiceUrl, BalancedService> services;
  private final BypassWatch bypassWatch;
  private final Stage passThrough = new PassThrough();

  /**
   * Creates the first stage of a client.
   *
   * @param bypassWatch checks requests that have no service
   */
  public Redirects(Map<ServiceUrl, BalancedService> services, BypassWatch bypassWatch) {
    this.services = services;
    this.bypassWatch = bypassWatch;
  }

  @Override
  public Response proceed(ServiceCall first) throws IOException {
    ServiceCall call = first;
    Response prior = null;
    while (true) {
      Response response;
      try {
        response = withPrior(stagesOf(call.request()).proceed(call), prior);
      } catch (IOException e) {
        if (!isLedAstrayByCache(call)) {
          throw e;
        }
        call = call.withoutCache();
        continue;
      }
      Response redirect = call.state().takeStoppedRedirect(response);
      if (redirect == null) {
        return response;
      }
      HttpUrl target = Redirect.target(redirect, call.chain());
      if (target == null) {
        return redirect; // An inner interceptor has removed the target.
      }
      redirect.close();
      int followUps = call.state().events().followUps() + 1;
      checkFollowUps(followUps);
      call = call.following(Redirect.followUp(call.request(), redirect, target), followUps);
      prior = redirect;
    }
  }

  /**
   * Checks that a call may follow one more redirect.
   *
   * @param followUps the number of redirects including that one, across all services
   * @throws ProtocolException if there are too many
   */
  static void checkFollowUps(int followUps) throws ProtocolException {
    if (followUps > MAX_FOLLOW_UPS) {
      throw new ProtocolException("Too many follow-up requests: " + followUps);
    }
  }

  /**
   * Whether the client's cache has a redirect from one service to another, or into or out of one,
   * from before the client was wrapped. OkHttp follows that redirect before {@link RouteGuard} can
   * stop it, and then fails.
   */
  private boolean isLedAstrayByCache(ServiceCall call) {
    ServiceUrl target = call.state().events().ledByCacheTo();
    return target != null
        && call.chain().getCache() != null
        && cross(services, call.request().url(), target);
  }

  /**
   * Whether a redirect is Evenkeel's to follow, rather than OkHttp's. This includes redirects
   * between two URLs of one service, because each URL has its own route.
   */
  static boolean cross(
      Map<ServiceUrl, BalancedService> services, HttpUrl from, ServiceUrl destination) {
    ServiceUrl origin = ServiceUrl.of(from);
    return !origin.equals(destination)
        && (services.containsKey(origin) || services.containsKey(destination));
  }

  private Stage stagesOf(Request request) {
    ServiceUrl url = ServiceUrl.of(request.url());
    BalancedService service = services.get(url);
    if (service == null) {
      bypassWatch.look(url);
      return passThrough;
    }
    return service;
  }

  /**
   * Returns {@code response} with {@code prior} placed before all responses that OkHttp has
   * followed since.
   */
  private static Response withPrior(Response response, @Nullable Response prior) {
    if (prior == null) {
      return response;
    }
    Response own = response.priorResponse();
    Response before =
        own == null ? prior.newBuilder().body(ResponseBody.EMPTY).build() : withPrior(own, prior);
    return response.newBuilder().priorResponse(before).build();
  }
}
