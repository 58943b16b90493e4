/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.io.IOException;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Stops OkHttp from following redirects that lead into a balanced service, or out of one: they
 * would be followed on the settings of the endpoint that answered, out of reach of the application
 * interceptor that picks endpoints. They are handed to it as answers that look like no redirect;
 * {@link BalancingInterceptor} gives them back their status and follows them itself.
 *
 * <p>A network interceptor, the first of them, so that those of the user see what came.
 */
final class RedirectGate implements Interceptor {
  /** A status that OkHttp neither follows nor caches, and that no server sends. */
  private static final int STOPPED = 299;

  private final Map<ServiceUrl, BalancedService> services;

  RedirectGate(Map<ServiceUrl, BalancedService> services) {
    this.services = services;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    BalancedCall call = BalancedCall.ifAny(chain.call());
    if (call != null) {
      call.passGate();
    }
    Response response = chain.proceed(chain.request());
    HttpUrl target = Redirect.target(response, chain);
    if (target == null || !crossesServices(response.request().url(), target)) {
      return response;
    }
    BalancedCall.of(chain.call()).stopRedirect(response);
    return response.newBuilder().code(STOPPED).build();
  }

  private boolean crossesServices(HttpUrl from, HttpUrl to) {
    return services.get(ServiceUrl.of(from)) != services.get(ServiceUrl.of(to));
  }
}
