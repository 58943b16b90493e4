/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import okhttp3.Call;
import okhttp3.Interceptor.Chain;
import okhttp3.Request;

/**
 * A request as a {@link Stage} receives it.
 *
 * <p>Immutable, except for the state of the call.
 *
 * @param chain OkHttp's chain to proceed with, with the settings for this request
 * @param request the request
 * @param state the state of the OkHttp call across all its attempts
 * @param followUps how many redirects led to this request
 */
public record ServiceCall(Chain chain, Request request, CallState state, int followUps) {

  ServiceCall with(Chain other) {
    return new ServiceCall(other, request, state, followUps);
  }

  /**
   * Returns this call with OkHttp's own retries, which go to the same endpoint, enabled or
   * disabled.
   */
  public ServiceCall withOkHttpRetries(boolean permitted) {
    return chain.getRetryOnConnectionFailure() == permitted
        ? this
        : with(chain.withRetryOnConnectionFailure(permitted));
  }

  /** Returns the same request, bypassing the client's cache. */
  ServiceCall withoutCache() {
    return with(chain.withCache(null));
  }

  ServiceCall following(Request next, int followUpCount) {
    return new ServiceCall(chain, next, state, followUpCount);
  }

  /** The OkHttp call. */
  public Call call() {
    return chain.call();
  }
}
