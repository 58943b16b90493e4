/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.io.IOException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Refuses to send a request on a connection to another endpoint than the one that was picked. This
 * cannot happen as far as we know; if an OkHttp to come finds a new way to reuse connections, a
 * request fails here, before a byte is sent, rather than land on the wrong pod in silence.
 *
 * <p>A network interceptor, for only these see the connection.
 */
final class RouteGuard implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    Attempt attempt = BalancedCall.attemptOf(chain.call());
    Connection connection = chain.connection();
    if (attempt != null && connection != null && !attempt.route().owns(connection)) {
      throw new IOException(
          "OkHttp would send this request, which is meant for "
              + attempt.route()
              + ", on a connection to "
              + connection.socket().getRemoteSocketAddress()
              + ". Nothing was sent. Please report this to Evenkeel with your OkHttp version");
    }
    return chain.proceed(chain.request());
  }
}
