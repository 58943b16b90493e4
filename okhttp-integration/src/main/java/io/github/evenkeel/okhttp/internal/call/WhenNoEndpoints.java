/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.NoEndpointAvailableException;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Handles a request for which there is no endpoint: the request goes where its URL says, gets a
 * response from the client's cache, or fails.
 */
final class WhenNoEndpoints implements Stage {
  private final BalancedService service;
  private final Stage next;
  private final Stage passThrough = new PassThrough();

  WhenNoEndpoints(BalancedService service, Stage next) {
    this.service = service;
    this.next = next;
  }

  @Override
  public Response proceed(ServiceCall call) throws IOException {
    try {
      return next.proceed(call);
    } catch (NoEndpointAvailableException e) {
      if (!e.service().equals(service.toString())) {
        throw e; // Of a call that an authenticator or the like has made.
      }
      if (service.fallsThrough()) {
        return passThrough.proceed(call);
      }
      Response cached = fromCache(call);
      if (cached != null) {
        return cached;
      }
      throw e;
    }
  }

  /** Returns the response from the client's cache, or null. */
  private static @Nullable Response fromCache(ServiceCall call) throws IOException {
    if (call.chain().getCache() == null) {
      return null;
    }
    Request ifCached =
        call.request().newBuilder().addHeader("Cache-Control", "only-if-cached").build();
    Response response = call.chain().proceed(ifCached);
    if (response.cacheResponse() == null) {
      response.close(); // OkHttp's own 504, which means that nothing is cached.
      return null;
    }
    return response.newBuilder().request(call.request()).build();
  }
}
