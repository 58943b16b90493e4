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
 * Leads each request to a balanced service to an endpoint of it, through the {@linkplain Stage
 * stages}. The URL stays as it is; only the way there changes. Requests to other hosts pass through
 * untouched.
 *
 * <p>An application interceptor, for only these may override a call's settings.
 */
public final class BalancingInterceptor implements Interceptor, WrappedClients.Wrapped {
  private final Stage stages;
  private final DispatcherWatch dispatcherWatch;
  private final OkHttpClient stripped;
  private final Environment environment;

  /**
   * Makes the interceptor of one client.
   *
   * @param stripped that client as {@link WrappedClients#stripped} makes it
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

  /** A client that connects as the one does whose interceptor this is. */
  @Override
  public OkHttpClient stripped() {
    return stripped;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    CallState state = CallState.of(chain.call(), environment);
    dispatcherWatch.look();
    return state.proceed(chain, stages);
  }
}
