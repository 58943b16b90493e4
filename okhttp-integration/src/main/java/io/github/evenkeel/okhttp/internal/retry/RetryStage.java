/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.retry;

import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.RequestContext;
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
 * Sends a request to one endpoint after another, as far as the {@link RetryPolicy} allows.
 *
 * <p>Three classes decide about a failure: {@link Verdict} says what happened, {@link
 * Repeatability} says whether the request may be sent again, and {@link RetryBudget} says whether
 * there is a permit for that. An attempt without effect put no load on the service, so the retry
 * after it needs no permit.
 */
public final class RetryStage implements Stage {
  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final BalancedService service;
  private final Stage next;
  private final Environment environment;

  /**
   * Creates the stage.
   *
   * @param budget the budget that retries and hedges need a permit from
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

  /** Whether requests may be retried at all. */
  public boolean isPermitted() {
    return policy.maxRetries() > 0;
  }

  /** Whether {@code response} is a failure that should be retried. */
  public boolean isFailure(Response response) {
    // A 504 from OkHttp's cache would be the same with any other endpoint.
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
      // OkHttp retries on the same endpoint, which is right for a request on a connection that the
      // server has just closed. But OkHttp also retries a POST that may have arrived.
      return retrying.proceed(
          call.withOkHttpRetries(permitted && Repeatability.isIdempotent(call.request())));
    } finally {
      budget.requestEnded();
    }
  }

  /** The attempts of one request. Not thread-safe. */
  private final class Retrying implements AutoCloseable {
    /**
     * The maximum number of free retries of a call, so that a service without working endpoints
     * does not keep the call busy. An HTTP/2 server that accepts 10 streams on a connection refuses
     * 50 of 60 first requests, and again those that do not fit on each further connection.
     */
    private static final int MAX_FREE_RETRIES = 20;

    /** After this many free retries, the next ones are preceded by a pause. */
    private static final int FREE_RETRIES_AT_ONCE = 3;

    private static final int MAX_WAITS = 4;

    private final int maxRetries;
    private FailedAttempts failed = FailedAttempts.NONE;
    private @Nullable IOException last;
    private int freeRetries;
    private int paidRetries;
    private boolean holdsPermit;

    Retrying(int maxRetries) {
      this.maxRetries = maxRetries;
    }

    Response proceed(ServiceCall call) throws IOException {
      while (true) {
        long beganAtNanos = environment.nanoTime();
        try {
          Response response = next.proceed(call);
          Attempt attempt = call.state().attempt();
          Optional<Duration> pause =
              attempt == null ? Optional.empty() : pauseBeforeRetry(call, attempt, response);
          if (attempt == null || pause.isEmpty() || !takePermitInTime(call, response)) {
            return response;
          }
          failed =
              failed.with(
                  attempt.endpoint(), response.code(), environment.nanoTime() - beganAtNanos);
          response.close();
          call.state().addTried(attempt.endpoint());
          environment.pause(call.call(), pause.get());
        } catch (NoEndpointAvailableException e) {
          throw failed.suppressedIn(e);
        } catch (IllegalStateException e) {
          // If OkHttp could not finish writing a request, it treats the call as still in use.
          if (last == null) {
            throw e;
          }
          last.addSuppressed(e);
          throw failed.suppressedIn(last);
        } catch (IOException e) {
          Attempt attempt = call.state().attempt();
          if (attempt == null || e instanceof MisuseException) {
            throw failed.suppressedIn(e);
          }
          failed = failed.with(attempt.endpoint(), e, environment.nanoTime() - beganAtNanos);
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
          || !Repeatability.permits(call.request(), verdict, attempt.isRequestBodyBegun())) {
        return false;
      }
      return takeFreeRetry(call, verdict) || takePermitInTime(call);
    }

    /**
     * Takes a free retry after an attempt without effect, if there is another endpoint to try or
     * the endpoint itself is healthy.
     */
    private boolean takeFreeRetry(ServiceCall call, Verdict verdict) throws IOException {
      boolean isFree =
          verdict == Verdict.NOT_PROCESSED
              || (verdict == Verdict.NOT_CONNECTED
                  && service.hasUntried(call.state().tried(), call.request()));
      if (!isFree || freeRetries == MAX_FREE_RETRIES) {
        return false;
      }
      freeRetries++;
      int pauses = freeRetries - FREE_RETRIES_AT_ONCE;
      return verdict == Verdict.NOT_CONNECTED || pauses <= 0 || pause(call, pauses);
    }

    /** Pauses before a retry, and returns whether there was time for the pause. */
    private boolean pause(ServiceCall call, int retry) throws IOException {
      Duration pause = environment.drawUpTo(policy.backoffCeiling(retry));
      if (pause.compareTo(call.state().patience(call.chain())) >= 0) {
        return false;
      }
      environment.pause(call.call(), pause);
      return true;
    }

    /**
     * Takes a permit, and waits for a short time if none is available: when a pod dies, all its
     * requests fail at the same time, but the budget is meant for failures that are spread over
     * time.
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

    /** The same while a response is open, which is the caller's if there is no permit. */
    private boolean takePermitInTime(ServiceCall call, Response response) throws IOException {
      try {
        return takePermitInTime(call);
      } catch (IOException canceled) {
        response.close();
        throw canceled;
      }
    }

    /** Takes a permit. One permit covers all retries of a call. */
    private boolean takePermit() {
      if (paidRetries >= maxRetries || !(holdsPermit || budget.tryRetry())) {
        return false;
      }
      holdsPermit = true;
      paidRetries++;
      return true;
    }

    /**
     * How long to wait before the request is retried because of {@code response}; empty if the
     * response is returned to the caller.
     */
    private Optional<Duration> pauseBeforeRetry(
        ServiceCall call, Attempt attempt, Response response) {
      if (!isFailure(response) || !Repeatability.isIdempotent(call.request())) {
        return Optional.empty();
      }
      // Retry-After is what this endpoint asks for. Another one has not asked for anything.
      RequestContext tried = call.state().tried().withTried(attempt.endpoint());
      Optional<Duration> asked =
          service.hasUntried(tried, call.request()) ? Optional.empty() : RetryAfter.of(response);
      return asked
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
