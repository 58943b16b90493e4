/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.io.IOException;
import java.util.function.LongSupplier;
import okhttp3.Interceptor.Chain;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends the requests to a service, those that may be hedged as a {@link HedgedRequest}.
 *
 * <p>One for each service that hedges, shared by all calls to it.
 */
final class Hedger implements AutoCloseable {
  private final RetryLoop retryLoop;
  private final HedgeDelay delay;
  private final HedgeTimer timer;
  private final HedgeThreads threads;
  private final LongSupplier nanoClock;

  Hedger(
      RetryLoop retryLoop,
      HedgeDelay delay,
      HedgeTimer timer,
      HedgeThreads threads,
      LongSupplier nanoClock) {
    this.retryLoop = retryLoop;
    this.delay = delay;
    this.timer = timer;
    this.threads = threads;
    this.nanoClock = nanoClock;
  }

  /** As {@link RetryLoop#proceed}, with a hedge where there is cause. */
  Response proceed(Chain chain, Request request, BalancedService service, BalancedCall call)
      throws IOException {
    if (!mayHedge(chain, request)) {
      return retryLoop.proceed(chain, request, service, call);
    }
    long beganAtNanos = nanoClock.getAsLong();
    long delayNanos = delay.nanos(beganAtNanos);
    Response response =
        delayNanos == HedgeDelay.NEVER || !service.hasSeveralEndpoints()
            ? retryLoop.proceed(chain, request, service, call)
            : new HedgedRequest(chain, request, service, call, retryLoop, threads)
                .proceed(timer, delayNanos);
    if (response.networkResponse() != null && !retryLoop.isFailure(response)) {
      // If a hedge was answered first, the request would have taken even longer without it. Were
      // that not counted, the percentile would sink, and ever more requests would be hedged.
      long now = nanoClock.getAsLong();
      delay.answered(now - beganAtNanos, now);
    }
    return response;
  }

  private static boolean mayHedge(Chain chain, Request request) {
    return chain.getRetryOnConnectionFailure()
        && Delivery.POSSIBLE.permitsRetry(request, /* bodyBegun= */ true)
        && !isStream(request);
  }

  /**
   * Whether {@code request} opens a web socket or a stream of events, which are meant to last, and
   * whose clients reach into OkHttp's call.
   */
  private static boolean isStream(Request request) {
    String accept = request.header("Accept");
    return request.header("Upgrade") != null
        || (accept != null && accept.contains("text/event-stream"));
  }

  @Override
  public void close() {
    threads.close();
  }
}
