/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.NoEndpointAvailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.Interceptor.Chain;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends a request to one endpoint after the other, as far as its {@link Retries} allow.
 *
 * <p>One for each service, shared by all calls to it.
 */
final class RetryLoop {
  private final Retries retries;
  private final RetryBudget budget;
  private final Pause pause;
  private final Supplier<? extends RandomGenerator> random;

  RetryLoop(Retries retries, Pause pause, Supplier<? extends RandomGenerator> random) {
    this.retries = retries;
    this.budget = retries.newBudget();
    this.pause = pause;
    this.random = random;
  }

  /** The budget, which retries and hedges share. */
  RetryBudget budget() {
    return budget;
  }

  /** Whether {@code response} is one that is tried to be bettered. */
  boolean isFailure(Response response) {
    // What the cache says of itself (504), no other endpoint would say differently.
    return response.networkResponse() != null
        && (retries.isRetried(response.code()) || ImmediateRetry.isAskedBy(response));
  }

  /**
   * Sends an idempotent request to one endpoint, once. It is the second attempt at a request that
   * is under way already, so it counts as none, and its permit is the caller's business.
   */
  Response proceedOnce(Chain chain, Request request, BalancedService service, BalancedCall call)
      throws IOException {
    Attempt attempt = call.begin(service, chain, request);
    return call.proceed(
        chain.withRetryOnConnectionFailure(retries.maxRetries() > 0), request, attempt);
  }

  /**
   * Returns the first response that is not retried.
   *
   * @throws NoEndpointAvailableException if there was no endpoint for the first attempt
   * @throws IOException the failure of the last attempt, with those before it suppressed
   */
  Response proceed(Chain chain, Request request, BalancedService service, BalancedCall call)
      throws IOException {
    budget.requestBegan();
    try {
      return proceedWithin(chain, request, service, call);
    } finally {
      budget.requestEnded();
    }
  }

  private Response proceedWithin(
      Chain chain, Request request, BalancedService service, BalancedCall call) throws IOException {
    int limit = chain.getRetryOnConnectionFailure() ? retries.maxRetries() : 0;
    if (limit > 0) {
      Delivery.checkDeclaration(request);
    }
    // OkHttp sends again to the same endpoint, which is what a request on a connection that the
    // server has just closed needs; but it does so with a POST, too, that may have arrived.
    boolean sendsAgain =
        limit > 0 && Delivery.POSSIBLE.permitsRetry(request, /* bodyBegun= */ true);
    Chain safe =
        chain.getRetryOnConnectionFailure() == sendsAgain
            ? chain
            : chain.withRetryOnConnectionFailure(sendsAgain);
    List<IOException> failures = new ArrayList<>(0);
    boolean holdsPermit = false;
    try {
      for (int retry = 0; ; retry++) {
        call.beforeAttempt(safe);
        Attempt attempt = begin(service, call, safe, request, failures);
        try {
          Response response = call.proceed(safe, request, attempt);
          Optional<Duration> wait = waitBeforeRetry(response, chain, request, call, retry);
          if (retry == limit || wait.isEmpty() || !(holdsPermit || budget.tryRetry())) {
            return response;
          }
          holdsPermit = true;
          response.close();
          pause.await(chain.call(), wait.get());
        } catch (IOException e) {
          if (attempt.wasSentAwayByCache()) {
            safe = safe.withCache(null);
            continue;
          }
          boolean permitted =
              !chain.call().isCanceled()
                  && attempt.delivery(e).permitsRetry(request, attempt.bodyBegun());
          if (retry == limit || !permitted || !(holdsPermit || budget.tryRetry())) {
            failures.forEach(e::addSuppressed);
            throw e;
          }
          holdsPermit = true;
          failures.add(e);
        }
      }
    } finally {
      if (holdsPermit) {
        budget.retryEnded();
      }
    }
  }

  private static Attempt begin(
      BalancedService service,
      BalancedCall call,
      Chain chain,
      Request request,
      List<IOException> failures)
      throws NoEndpointAvailableException, MisuseException {
    try {
      return call.begin(service, chain, request);
    } catch (NoEndpointAvailableException e) {
      failures.forEach(e::addSuppressed);
      throw e;
    }
  }

  /** How long to wait before {@code response} is tried to be bettered; empty if it stands. */
  private Optional<Duration> waitBeforeRetry(
      Response response, Chain chain, Request request, BalancedCall call, int retry) {
    if (!isFailure(response) || !Delivery.POSSIBLE.permitsRetry(request, /* bodyBegun= */ true)) {
      return Optional.empty();
    }
    return RetryAfter.of(response)
        .or(() -> Optional.of(fullJitter(retries.backoffCeiling(retry))))
        .filter(wait -> wait.compareTo(call.patience(chain)) < 0);
  }

  private Duration fullJitter(Duration ceiling) {
    return Duration.ofNanos((long) (ceiling.toNanos() * random.get().nextDouble()));
  }
}
