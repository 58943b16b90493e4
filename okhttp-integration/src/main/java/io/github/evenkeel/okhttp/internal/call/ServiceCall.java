/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import okhttp3.Call;
import okhttp3.Interceptor.Chain;
import okhttp3.Request;

/**
 * A request as it stands before a {@link Stage}.
 *
 * <p>Immutable, but for the state of the call.
 *
 * @param chain where OkHttp goes on, with the settings for this request
 * @param request the request
 * @param state what is known of the OkHttp call over all its attempts
 * @param followUps how many redirects led to this request
 */
public record ServiceCall(Chain chain, Request request, CallState state, int followUps) {

  ServiceCall with(Chain other) {
    return new ServiceCall(other, request, state, followUps);
  }

  /** Whether OkHttp may send the request again on its own, to the same endpoint. */
  public ServiceCall withOkHttpRetries(boolean permitted) {
    return chain.getRetryOnConnectionFailure() == permitted
        ? this
        : with(chain.withRetryOnConnectionFailure(permitted));
  }

  /** The same request, past the client's cache. */
  public ServiceCall withoutCache() {
    return with(chain.withCache(null));
  }

  ServiceCall following(Request next, int followUpCount) {
    return new ServiceCall(chain, next, state, followUpCount);
  }

  /** The call of OkHttp. */
  public Call call() {
    return chain.call();
  }
}
