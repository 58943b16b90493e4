/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.NoEndpointAvailableException;
import java.io.IOException;
import java.util.Map;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Leads each request to a balanced service to an endpoint of it. The URL stays as it is; only the
 * way there changes. Requests to other hosts pass through untouched.
 *
 * <p>An application interceptor, for only these may override a call's settings.
 */
final class BalancingInterceptor implements Interceptor {
  private final Map<ServiceUrl, BalancedService> services;

  BalancingInterceptor(Map<ServiceUrl, BalancedService> services) {
    this.services = services;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    BalancedService service = services.get(ServiceUrl.of(chain.request().url()));
    if (service == null) {
      return passThrough(chain);
    }
    try {
      return service.proceed(chain);
    } catch (NoEndpointAvailableException e) {
      if (service.fallsThrough()) {
        return passThrough(chain);
      }
      throw e;
    }
  }

  private static Response passThrough(Chain chain) throws IOException {
    BalancedCall.passThrough(chain.call());
    return chain.proceed(chain.request());
  }
}
