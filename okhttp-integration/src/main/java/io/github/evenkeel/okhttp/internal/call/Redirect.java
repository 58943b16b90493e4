/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import okhttp3.HttpUrl;
import okhttp3.Interceptor.Chain;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Where a response redirects a client to, by the same rules as OkHttp. */
final class Redirect {
  private Redirect() {}

  /**
   * Returns the target of {@code response}, or null if it is not a redirect or the client does not
   * follow it.
   */
  static @Nullable HttpUrl target(Response response, Chain chain) {
    if (!isRedirect(response.code()) || !chain.getFollowRedirects()) {
      return null;
    }
    String location = response.header("Location");
    if (location == null) {
      return null;
    }
    HttpUrl from = response.request().url();
    HttpUrl to = from.resolve(location);
    if (to == null || (!to.scheme().equals(from.scheme()) && !chain.getFollowSslRedirects())) {
      return null;
    }
    RequestBody body = response.request().body();
    boolean sendsOneShotAgain = body != null && body.isOneShot() && keepsMethod(response);
    return sendsOneShotAgain ? null : to;
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 300, 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /**
   * Returns the request that follows {@code response}, which leads to another origin.
   *
   * @param request the request of the response, as it was before inner interceptors saw it; they
   *     will see the next request, too
   */
  static Request followUp(Request request, Response response, HttpUrl target) {
    Request.Builder next = request.newBuilder().url(target);
    String method = response.request().method();
    if (!keepsMethod(response) || !method.equals(request.method())) {
      boolean isHead = keepsMethod(response) && method.equals("HEAD");
      next.method(isHead ? "HEAD" : "GET", null)
          .removeHeader("Transfer-Encoding")
          .removeHeader("Content-Length")
          .removeHeader("Content-Type");
    }
    // Credentials for one origin must not be sent to another origin.
    return next.removeHeader("Authorization").build();
  }

  private static boolean keepsMethod(Response response) {
    String method = response.request().method();
    return response.code() == 307
        || response.code() == 308
        || method.equals("GET")
        || method.equals("HEAD")
        || method.equals("PROPFIND")
        || (method.equals("QUERY") && response.code() != 303);
  }
}
