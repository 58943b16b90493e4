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
 * Sends each request to its service, if it has one, and follows the redirects that lead from one
 * service to another, or into or out of them. OkHttp follows those within a service, and {@link
 * RouteGuard} keeps it from following the others.
 */
public final class Redirects implements Stage {
  /** As many as OkHttp follows. */
  private static final int MAX_FOLLOW_UPS = 20;

  private final Map<ServiceUrl, BalancedService> services;
  private final BypassWatch bypassWatch;
  private final Stage passThrough = new PassThrough();

  /**
   * Makes the first stage of a client.
   *
   * @param bypassWatch looks at requests that have no service
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
        return redirect; // An interceptor further in has taken away where it leads.
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
   * @param followUps how many it has followed with that one, over all services
   * @throws ProtocolException if they are too many
   */
  static void checkFollowUps(int followUps) throws ProtocolException {
    if (followUps > MAX_FOLLOW_UPS) {
      throw new ProtocolException("Too many follow-up requests: " + followUps);
    }
  }

  /**
   * Whether the client's cache has a redirect from one service to another, or into or out of one,
   * from before the client was wrapped. OkHttp follows it before {@link RouteGuard} can stop it,
   * and gets no further.
   */
  private boolean isLedAstrayByCache(ServiceCall call) {
    ServiceUrl target = call.state().events().ledByCacheTo();
    return target != null
        && call.chain().getCache() != null
        && services.get(target) != services.get(ServiceUrl.of(call.request().url()));
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

  /** Returns {@code response} with {@code prior} before all that OkHttp has followed since. */
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
