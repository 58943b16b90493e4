/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.retry;

import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.okhttp.MisuseException;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.call.Attempt;
import io.github.evenkeel.okhttp.internal.call.BalancedService;
import io.github.evenkeel.okhttp.internal.call.ImmediateRetry;
import io.github.evenkeel.okhttp.internal.call.RetryAfter;
import io.github.evenkeel.okhttp.internal.call.ServiceCall;
import io.github.evenkeel.okhttp.internal.call.Stage;
import io.github.evenkeel.okhttp.internal.call.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to one endpoint after the other, as far as its {@link RetryPolicy} allow.
 *
 * <p>Three questions are asked of a failure, in three places: what happened ({@link Verdict}), may
 * the request be sent again ({@link Repeatability}), and is that paid for ({@link RetryBudget}). An
 * attempt that had no effect put no load on the service, and the next one is free.
 */
public final class RetryStage implements Stage {
  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final BalancedService service;
  private final Stage next;
  private final Environment environment;

  /**
   * Makes the stage.
   *
   * @param budget what a retry needs a permit of, and hedges, too
   */
  public RetryStage(
      RetryPolicy policy,
      RetryBudget budget,
      BalancedService service,
      Stage next,
      Environment environment) {
    this.policy = policy;
    this.budget = budget;
    this.service = service;
    this.next = next;
    this.environment = environment;
  }

  /** Whether any request may be retried. */
  public boolean isPermitted() {
    return policy.maxRetries() > 0;
  }

  /** Whether {@code response} is one that is tried to be bettered. */
  public boolean isFailure(Response response) {
    // What the cache says of itself (504), no other endpoint would say differently.
    return response.networkResponse() != null
        && (policy.isRetried(response.code()) || ImmediateRetry.isAskedBy(response));
  }

  /**
   * Returns the first response that is not retried.
   *
   * @throws NoEndpointAvailableException if there was no endpoint for an attempt
   * @throws IOException the failure of the last attempt, with a line for each attempt suppressed
   */
  @Override
  public Response proceed(ServiceCall call) throws IOException {
    boolean permitted = isPermitted() && call.chain().getRetryOnConnectionFailure();
    if (permitted) {
      Repeatability.checkDeclaration(call.request());
    }
    budget.requestBegan();
    try (Retrying retrying = new Retrying(permitted ? policy.maxRetries() : 0)) {
      // OkHttp sends again to the same endpoint, which is what a request on a connection that the
      // server has just closed needs; but it does so with a POST, too, that may have arrived.
      return retrying.proceed(
          call.withOkHttpRetries(permitted && Repeatability.isIdempotent(call.request())));
    } finally {
      budget.requestEnded();
    }
  }

  /** The attempts at one request. For one thread. */
  private final class Retrying implements AutoCloseable {
    /**
     * A call makes no more free retries than this, lest a service without endpoints that work keep
     * it busy. An HTTP/2 server that takes 10 streams on a connection refuses 50 of 60 first
     * requests, and again as many as do not fit on each further connection.
     */
    private static final int MAX_FREE_RETRIES = 20;

    /** After so many of them, the server needs a moment. */
    private static final int FREE_RETRIES_AT_ONCE = 3;

    private static final int MAX_WAITS = 4;

    private final int maxRetries;
    private final FailedAttempts failed = new FailedAttempts();
    private @Nullable IOException last;
    private int freeRetries;
    private int paidRetries;
    private boolean holdsPermit;

    Retrying(int maxRetries) {
      this.maxRetries = maxRetries;
    }

    Response proceed(ServiceCall first) throws IOException {
      ServiceCall call = first;
      while (true) {
        long beganAtNanos = environment.nanoTime();
        try {
          Response response = next.proceed(call);
          Attempt attempt = call.state().attempt();
          Optional<Duration> pause = pauseBeforeRetry(call, response);
          if (attempt == null || pause.isEmpty() || !takePermit()) {
            return response;
          }
          failed.add(attempt.endpoint(), response.code(), environment.nanoTime() - beganAtNanos);
          response.close();
          call.state().addTried(attempt.endpoint());
          environment.pause(call.call(), pause.get());
        } catch (NoEndpointAvailableException e) {
          throw failed.suppressedIn(e);
        } catch (IllegalStateException e) {
          // OkHttp takes a call whose request it could not finish writing for one that is in use.
          if (last == null) {
            throw e;
          }
          last.addSuppressed(e);
          throw failed.suppressedIn(last);
        } catch (IOException e) {
          Attempt attempt = call.state().attempt();
          if (attempt == null) {
            throw failed.suppressedIn(e);
          }
          if (e instanceof MisuseException) {
            throw failed.suppressedIn(e);
          }
          failed.add(attempt.endpoint(), e, environment.nanoTime() - beganAtNanos);
          last = FailedAttempts.forCaller(e, attempt, call.state().isOnSharedConnection());
          if (!mayRetry(call, attempt, e)) {
            throw failed.suppressedIn(last);
          }
        }
      }
    }

    private boolean mayRetry(ServiceCall call, Attempt attempt, IOException failure)
        throws IOException {
      Verdict verdict = attempt.verdict(failure);
      if (maxRetries == 0
          || call.call().isCanceled()
          || !Repeatability.permits(
              call.request(), verdict, attempt.facts().isRequestBodyBegun())) {
        return false;
      }
      return takeFreeRetry(call, verdict) || takePermitInTime(call);
    }

    /** An attempt without effect is made up for elsewhere, or by an endpoint that is well. */
    private boolean takeFreeRetry(ServiceCall call, Verdict verdict) throws IOException {
      boolean isFree =
          verdict == Verdict.NOT_PROCESSED
              || (verdict == Verdict.NOT_CONNECTED
                  && service.hasEndpointBeyond(call.state().tried().tried()));
      if (!isFree || freeRetries == MAX_FREE_RETRIES) {
        return false;
      }
      freeRetries++;
      int pauses = freeRetries - FREE_RETRIES_AT_ONCE;
      return verdict == Verdict.NOT_CONNECTED || pauses <= 0 || pause(call, pauses);
    }

    /** Pauses before a retry, and tells whether there was time for that. */
    private boolean pause(ServiceCall call, int retry) throws IOException {
      Duration pause = environment.drawUpTo(policy.backoffCeiling(retry));
      if (pause.compareTo(call.state().patience(call.chain())) >= 0) {
        return false;
      }
      environment.pause(call.call(), pause);
      return true;
    }

    /**
     * Takes a permit, and waits for one a little: where a pod dies, all its requests fail at the
     * same time, and the budget is one for those that are spread over time.
     */
    private boolean takePermitInTime(ServiceCall call) throws IOException {
      for (int wait = 0; !takePermit(); wait++) {
        if (paidRetries >= maxRetries
            || wait == MAX_WAITS
            || policy.hasEmptyBudget()
            || !pause(call, wait)) {
          return false;
        }
      }
      return true;
    }

    /** One permit lasts for all retries of a call. */
    private boolean takePermit() {
      if (paidRetries >= maxRetries || !(holdsPermit || budget.tryRetry())) {
        return false;
      }
      holdsPermit = true;
      paidRetries++;
      return true;
    }

    /** How long to wait before {@code response} is tried to be bettered; empty if it stands. */
    private Optional<Duration> pauseBeforeRetry(ServiceCall call, Response response) {
      if (!isFailure(response) || !Repeatability.isIdempotent(call.request())) {
        return Optional.empty();
      }
      return RetryAfter.of(response)
          .or(() -> Optional.of(environment.drawUpTo(policy.backoffCeiling(paidRetries))))
          .filter(pause -> pause.compareTo(call.state().patience(call.chain())) < 0);
    }

    @Override
    public void close() {
      if (holdsPermit) {
        budget.retryEnded();
      }
    }
  }
}
