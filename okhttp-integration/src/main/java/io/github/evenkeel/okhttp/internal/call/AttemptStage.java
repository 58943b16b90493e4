/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.okhttp.MisuseException;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;

/** Sends a request to one endpoint, once. */
public final class AttemptStage implements Stage {
  private final BalancedService service;
  private final boolean mayWait;

  /**
   * Creates the last stage of a service.
   *
   * @param mayWait whether a request waits in the queue if the limits leave no room for it
   */
  public AttemptStage(BalancedService service, boolean mayWait) {
    this.service = service;
    this.mayWait = mayWait;
  }

  @Override
  public Response proceed(ServiceCall call) throws IOException {
    ConnectionRelease.before(call);
    Attempt attempt =
        call.state().begin(call, (tried, users) -> service.begin(tried, users, call, mayWait));
    Response response = send(call, attempt);
    if (!call.state().passedGuard() && attempt.wasSent() && !isWebSocket(call.request())) {
      response.close();
      throw MisuseException.of(
          "The network interceptor that wrap added is gone from this client, so that redirects or"
              + " connections could get past the load balancer. The request was sent. Keep the"
              + " interceptors that wrap added",
          null);
    }
    return response;
  }

  /**
   * An endpoint that did not fail is not marked as tried, so the next attempt may go there again.
   */
  private static Response send(ServiceCall call, Attempt attempt) throws IOException {
    Response response;
    try {
      response = attempt.proceed(call.chain(), call.request());
    } catch (IOException e) {
      if (attempt.verdict(e) != Verdict.UNRELATED) {
        call.state().addTried(attempt.endpoint());
      }
      throw e;
    }
    if (isRefusal(response)) {
      call.state().addTried(attempt.endpoint());
    }
    return response;
  }

  /** Whether the endpoint has failed or asks not to be used for now. */
  private static boolean isRefusal(Response response) {
    return response.networkResponse() != null
        && (response.code() >= 500 || response.code() == 429 || response.code() == 408);
  }

  /** OkHttp does not run network interceptors for web sockets. */
  private static boolean isWebSocket(Request request) {
    return request.header("Sec-WebSocket-Key") != null;
  }
}
