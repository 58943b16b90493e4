/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.hedging;

import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.call.BalancedService;
import io.github.evenkeel.okhttp.internal.call.ServiceCall;
import io.github.evenkeel.okhttp.internal.call.Stage;
import io.github.evenkeel.okhttp.internal.retry.Repeatability;
import io.github.evenkeel.okhttp.internal.retry.RetryBudget;
import io.github.evenkeel.okhttp.internal.retry.RetryStage;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends a request to a second endpoint as well if the first is late, as a {@link HedgedRequest}.
 *
 * <p>One for each service that hedges, shared by all calls to it.
 */
public final class HedgingStage implements Stage {
  private final BalancedService service;
  private final RetryStage retries;
  private final Stage attempts;
  private final RetryBudget budget;
  private final HedgeDelay delay;
  private final HedgeThreads threads;
  private final Environment environment;

  /**
   * Makes the stage.
   *
   * @param retries where the first arm of a hedged request goes on
   * @param attempts where the hedge goes on
   * @param budget what a hedge needs a permit of
   */
  public HedgingStage(
      BalancedService service,
      RetryStage retries,
      Stage attempts,
      RetryBudget budget,
      HedgeDelay delay,
      HedgeThreads threads,
      Environment environment) {
    this.service = service;
    this.retries = retries;
    this.attempts = attempts;
    this.budget = budget;
    this.delay = delay;
    this.threads = threads;
    this.environment = environment;
  }

  @Override
  public Response proceed(ServiceCall call) throws IOException {
    if (!mayHedge(call)) {
      return retries.proceed(call);
    }
    long beganAtNanos = environment.nanoTime();
    long delayNanos = delay.nanos(beganAtNanos);
    Response response =
        delayNanos == HedgeDelay.NEVER || !service.hasSeveralEndpoints()
            ? retries.proceed(call)
            : new HedgedRequest(call, this).proceed(delayNanos);
    if (response.networkResponse() != null && !retries.isFailure(response)) {
      // If a hedge was answered first, the request would have taken even longer without it. Were
      // that not counted, the percentile would sink, and ever more requests would be hedged.
      long now = environment.nanoTime();
      delay.answered(now - beganAtNanos, now);
    }
    return response;
  }

  BalancedService service() {
    return service;
  }

  RetryStage retries() {
    return retries;
  }

  /** One attempt on one endpoint, within the policy's permission that OkHttp sends it again. */
  Response attempt(ServiceCall call) throws IOException {
    return attempts.proceed(call.withOkHttpRetries(retries.isPermitted()));
  }

  RetryBudget budget() {
    return budget;
  }

  HedgeThreads threads() {
    return threads;
  }

  Environment environment() {
    return environment;
  }

  private static boolean mayHedge(ServiceCall call) {
    return call.chain().getRetryOnConnectionFailure()
        && Repeatability.isIdempotent(call.request())
        && !isStream(call.request());
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
}
