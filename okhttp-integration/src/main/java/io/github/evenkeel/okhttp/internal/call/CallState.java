/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.okhttp.MisuseException;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.hedging.HedgedRequest;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import io.github.evenkeel.okhttp.internal.transport.Multiplexing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Interceptor.Chain;
import okhttp3.Response;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one OkHttp call over all its attempts, kept as a tag of the call. A call makes
 * more than one attempt if it is retried or redirected, or if an interceptor around ours proceeds
 * again.
 *
 * <p>Writers: the thread that executes the call; while the call is {@linkplain HedgedRequest
 * hedged}, its arms add to what it has tried, one at a time. Readers: the same threads. Invariant:
 * {@code tried} only grows. Why: an arm runs on a thread of its own.
 */
public class CallState {
  /**
   * The clock is read a little after OkHttp starts the call's timeout, and the timeout strikes a
   * little late.
   */
  private static final long TIMEOUT_TOLERANCE_NANOS = 10_000_000;

  private final Environment environment;
  private final long beganAtNanos;
  private final CallEvents events = new CallEvents();
  private volatile RequestContext tried = RequestContext.empty();
  private @Nullable ServiceUrl passesThroughTo;
  private @Nullable Response stopped;
  private @Nullable Attempt winner;
  private boolean passedGuard;

  /** What is known of a call that begins now. */
  public CallState(Environment environment) {
    this.environment = environment;
    this.beganAtNanos = environment.nanoTime();
  }

  /** What is known of {@code call}, which begins here if it has not yet. */
  public static CallState of(Call call, Environment environment) {
    CallState known = call.tag(CallState.class);
    return known == null ? new CallState(environment).attachTo(call) : known;
  }

  /** What is known of {@code call}, or null if it has not met a load balancer. */
  public static @Nullable CallState ifAny(Call call) {
    return call.tag(CallState.class);
  }

  /** Listens to {@code call}, and is found again by it. */
  public final CallState attachTo(Call call) {
    call.addEventListener(events);
    return call.tag(CallState.class, () -> this);
  }

  /**
   * The call has come to the load balancer.
   *
   * @param stages where a call begins its way to an endpoint
   */
  public Response proceed(Chain chain, Stage stages) throws IOException {
    return stages.proceed(new ServiceCall(chain, chain.request(), this, 0));
  }

  final CallEvents events() {
    return events;
  }

  /** Whether the call is on a connection that carries several calls. */
  public final boolean isOnSharedConnection() {
    Connection held = events.connection();
    return held != null && Multiplexing.isUsedBy(held);
  }

  /** The attempt that the call is making, or null if it goes to no balanced service. */
  public final @Nullable Attempt attempt() {
    return events.attempt();
  }

  /** From here on, {@code call} goes where it would without a load balancer. */
  final void passThrough(ServiceCall call) {
    enter(null, call.followUps());
    passesThroughTo = ServiceUrl.of(call.request().url());
  }

  /** Where the call goes without being balanced; null if it has been balanced only. */
  final @Nullable ServiceUrl passesThroughTo() {
    return passesThroughTo;
  }

  /** {@link RouteGuard} has nothing against what the call is about to send. */
  final void passGuard() {
    passedGuard = true;
  }

  final boolean passedGuard() {
    return passedGuard;
  }

  /**
   * How an attempt begins: on an endpoint that is not among those tried, if there is one. If there
   * is no more time for it, {@code users} is what will be canceled.
   */
  @FunctionalInterface
  public interface Beginning {
    /** Begins an attempt. */
    Attempt begin(RequestContext tried, Call users)
        throws NoEndpointAvailableException, MisuseException;
  }

  /** Begins an attempt at {@code call}. */
  public Attempt begin(ServiceCall call, Beginning beginning)
      throws NoEndpointAvailableException, MisuseException {
    Attempt next = beginning.begin(tried, call.call());
    enter(next, call.followUps());
    return next;
  }

  /**
   * From now on the call makes {@code next}, or goes to no endpoint if that is null.
   *
   * @param followUpsBefore how many redirects led to the request
   */
  public final void enter(@Nullable Attempt next, int followUpsBefore) {
    Attempt last = events.attempt();
    if (last != null) {
      last.over();
    }
    stopped = null;
    events.follow(next, followUpsBefore);
  }

  /** The caller has lost interest in the attempt without closing its response. */
  final void abandonAttempt() {
    Attempt last = events.attempt();
    if (last != null) {
      last.abandon();
    }
  }

  /** Where this call has been, and failed. */
  public final RequestContext tried() {
    return tried;
  }

  /** The call has been to {@code endpoint}, and shall go elsewhere if it can. */
  public final void addTried(Endpoint endpoint) {
    tried = tried.withTried(endpoint);
  }

  /** Remembers a redirect that OkHttp shall not follow. */
  final void stopRedirect(Response redirect) {
    stopped = redirect;
  }

  /** Returns {@code response} as the redirect that it was before it was stopped, or null. */
  final @Nullable Response takeStoppedRedirect(Response response) {
    Response redirect = stopped;
    if (redirect == null) {
      return null;
    }
    stopped = null;
    Response network = response.networkResponse();
    return response
        .newBuilder()
        .code(redirect.code())
        .networkResponse(
            network == null ? null : network.newBuilder().code(redirect.code()).build())
        .build();
  }

  /**
   * Checks that the last response of this call is closed, as OkHttp does where arms do not stand
   * between.
   *
   * @throws IllegalStateException if not
   */
  public final void checkLastIsClosed() {
    Attempt last = winner;
    if (last != null && !last.isEnded()) {
      last.abandon();
      throw new IllegalStateException(
          "cannot make a new request because the previous response is still open: please call"
              + " response.close()");
    }
  }

  /** The response of {@code arm} is that of this call. */
  public final void adopt(CallState arm) {
    stopped = arm.stopped;
    winner = arm.attempt();
    events.follow(null, arm.events.followUps());
  }

  /** Leaves to {@code arm} what is left of the time of {@code call}, which this is about. */
  public final void leaveTime(Call call, Call arm) {
    Timeout whole = call.timeout();
    Timeout rest = arm.timeout();
    if (whole.timeoutNanos() > 0) {
      rest.timeout(Math.max(1, remainingNanos(whole)), TimeUnit.NANOSECONDS);
    } else {
      rest.clearTimeout();
    }
    if (whole.hasDeadline()) {
      rest.deadlineNanoTime(whole.deadlineNanoTime());
    }
  }

  /** Whether the time of {@code call}, which this is about, is over, or as good as over. */
  public final boolean isTimeUp(Call call) {
    Timeout timeout = call.timeout();
    return (timeout.timeoutNanos() > 0 && remainingNanos(timeout) < TIMEOUT_TOLERANCE_NANOS)
        || (timeout.hasDeadline() && untilDeadlineNanos(timeout) < TIMEOUT_TOLERANCE_NANOS);
  }

  /**
   * How long the caller may be kept waiting before another attempt: what is left until the call's
   * timeout or deadline, or, for a call without, as long as the caller would bear a server's
   * silence.
   */
  public final Duration patience(Chain chain) {
    Timeout timeout = chain.call().timeout();
    long untilTimeout = timeout.timeoutNanos() > 0 ? remainingNanos(timeout) : Long.MAX_VALUE;
    long untilDeadline = timeout.hasDeadline() ? untilDeadlineNanos(timeout) : Long.MAX_VALUE;
    long nanos = Math.min(untilTimeout, untilDeadline);
    if (nanos == Long.MAX_VALUE && chain.readTimeoutMillis() != 0) {
      return Duration.ofMillis(chain.readTimeoutMillis());
    }
    return Duration.ofNanos(nanos);
  }

  private long remainingNanos(Timeout timeout) {
    return timeout.timeoutNanos() - (environment.nanoTime() - beganAtNanos);
  }

  /** Okio's deadlines are times of {@link System#nanoTime}, whatever the clock. */
  private static long untilDeadlineNanos(Timeout timeout) {
    return timeout.deadlineNanoTime() - System.nanoTime();
  }
}
