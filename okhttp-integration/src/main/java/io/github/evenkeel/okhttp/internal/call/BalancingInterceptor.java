/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.service.DispatcherWatch;
import io.github.evenkeel.okhttp.internal.transport.WrappedClients;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Sends each request for a balanced service to one of the service's endpoints, through the
 * {@linkplain Stage stages}. The URL is not changed; only the route changes. Requests to other
 * hosts pass through unchanged.
 *
 * <p>An application interceptor, because only application interceptors may override a call's
 * settings.
 */
public final class BalancingInterceptor implements Interceptor, WrappedClients.Wrapped {
  private final Stage stages;
  private final DispatcherWatch dispatcherWatch;
  private final OkHttpClient stripped;
  private final Environment environment;

  /**
   * Creates the interceptor of one client.
   *
   * @param stripped that client as returned by {@link WrappedClients#stripped}
   */
  public BalancingInterceptor(
      Stage stages,
      DispatcherWatch dispatcherWatch,
      OkHttpClient stripped,
      Environment environment) {
    this.stages = stages;
    this.dispatcherWatch = dispatcherWatch;
    this.stripped = stripped;
    this.environment = environment;
  }

  /** A client that opens connections as the client of this interceptor does. */
  @Override
  public OkHttpClient stripped() {
    return stripped;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    CallState state = CallState.of(chain.call(), environment);
    dispatcherWatch.look(state.beganAtNanos());
    return state.proceed(chain, stages);
  }
}
