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
 * Sends a request to a second endpoint as well if the response of the first is late, as a {@link
 * HedgedRequest}.
 *
 * <p>One instance for each service with hedging, shared by all calls to that service.
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
   * Creates the stage.
   *
   * @param retries the next stage for the first arm of a hedged request
   * @param attempts the next stage for the hedge
   * @param budget the budget that a hedge needs a permit from
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
      // If the hedge's response came first, the request would have taken even longer without the
      // hedge. If such requests were not counted, the percentile would fall, and more and more
      // requests would be hedged.
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

  /**
   * Makes one attempt on one endpoint. OkHttp may send the request again if the policy permits
   * retries.
   */
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
   * Whether {@code request} opens a web socket or a stream of events, which are long-lived, and
   * whose clients access internals of OkHttp's call.
   */
  private static boolean isStream(Request request) {
    String accept = request.header("Accept");
    return request.header("Upgrade") != null
        || (accept != null && accept.contains("text/event-stream"));
  }
}
