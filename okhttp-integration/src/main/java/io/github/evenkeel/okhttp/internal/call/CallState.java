/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.okhttp.internal.Environment;
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
 * The state of one OkHttp call across all its attempts, kept as a tag of the call. A call makes
 * more than one attempt if it is retried or redirected, or if an interceptor outside Evenkeel's
 * proceeds again.
 *
 * <p>Writers: the thread that executes the call; while the call is hedged, its arms add to the
 * endpoints it has tried, one at a time. Readers: the same threads. Invariant: {@code tried} only
 * grows. Why: the hedge's arm runs on its own thread.
 */
public class CallState {
  /**
   * The clock is read shortly after OkHttp starts the call timeout, and the timeout fires slightly
   * late.
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

  /** Creates the state of a call that begins now. */
  public CallState(Environment environment) {
    this.environment = environment;
    this.beganAtNanos = environment.nanoTime();
  }

  /** Returns the state of {@code call}, and creates it if the call has none yet. */
  public static CallState of(Call call, Environment environment) {
    CallState known = call.tag(CallState.class);
    return known == null ? new CallState(environment).attachTo(call) : known;
  }

  /** Returns the state of {@code call}, or null if the call has not reached a load balancer. */
  public static @Nullable CallState ifAny(Call call) {
    return call.tag(CallState.class);
  }

  /** Attaches this state to {@code call}, as a tag and as an event listener. */
  public final CallState attachTo(Call call) {
    call.addEventListener(events);
    return call.tag(CallState.class, () -> this);
  }

  /** When the call reached the load balancer first, by the clock of the environment. */
  final long beganAtNanos() {
    return beganAtNanos;
  }

  /**
   * Called when the call reaches the load balancer.
   *
   * @param stages the first stage on the way to an endpoint
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

  /** The attempt that the call is making, or null if the call does not go to a balanced service. */
  public final @Nullable Attempt attempt() {
    return events.attempt();
  }

  /** Records that {@code call} now goes where it would go without a load balancer. */
  final void passThrough(ServiceCall call) {
    enter(null, call.followUps());
    passesThroughTo = ServiceUrl.of(call.request().url());
  }

  /** The URL that the call goes to unbalanced, or null if the call has only been balanced. */
  final @Nullable ServiceUrl passesThroughTo() {
    return passesThroughTo;
  }

  /** Records that {@link RouteGuard} has accepted the request that the call is about to send. */
  final void passGuard() {
    passedGuard = true;
  }

  final boolean passedGuard() {
    return passedGuard;
  }

  /**
   * Begins an attempt on an endpoint that has not been tried, if there is one. {@code users} is the
   * call that is canceled if the load balancer is closed and the grace period ends.
   */
  @FunctionalInterface
  public interface Beginning {
    /**
     * Begins an attempt.
     *
     * @throws IOException if there is no endpoint for it
     */
    public Attempt begin(RequestContext tried, Call users) throws IOException;
  }

  /** Begins an attempt for {@code call}. Meanwhile, the call makes no attempt. */
  final Attempt begin(ServiceCall call, Beginning beginning) throws IOException {
    enter(null, call.followUps());
    Attempt next = beginAmongArms(call, beginning);
    enter(next, call.followUps());
    return next;
  }

  /** Begins an attempt where no other arm of the call has made one. */
  protected Attempt beginAmongArms(ServiceCall call, Beginning beginning) throws IOException {
    return beginning.begin(tried, call.call());
  }

  /**
   * Makes {@code next} the current attempt; null if the call goes to no endpoint.
   *
   * @param followUpsBefore how many redirects led to the request
   */
  private void enter(@Nullable Attempt next, int followUpsBefore) {
    Attempt last = events.attempt();
    if (last != null) {
      last.over();
    }
    stopped = null;
    events.follow(next, followUpsBefore);
  }

  /** The caller has abandoned the attempt without closing its response. */
  final void abandonAttempt() {
    Attempt last = events.attempt();
    if (last != null) {
      last.abandon();
    }
  }

  /** The endpoints that this call has tried and should avoid. */
  public final RequestContext tried() {
    return tried;
  }

  /**
   * Records that the call has tried {@code endpoint}, and should go to another endpoint if
   * possible.
   */
  public final void addTried(Endpoint endpoint) {
    tried = tried.withTried(endpoint);
  }

  /** Remembers a redirect that OkHttp must not follow. */
  final void stopRedirect(Response redirect) {
    stopped = redirect;
  }

  /** Returns {@code response} as the redirect that was stopped, or null if none was stopped. */
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
   * Checks that the last response of this call is closed, as OkHttp does for calls without arms.
   *
   * @throws IllegalStateException if the response is still open
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

  /** Makes the response of {@code arm} the response of this call. */
  public final void adopt(CallState arm) {
    stopped = arm.stopped;
    winner = arm.attempt();
    events.follow(null, arm.events.followUps());
  }

  /** Gives {@code arm} the remaining time of {@code call}, the call of this state. */
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

  /**
   * Whether the timeout or deadline of {@code call}, the call of this state, has expired or is
   * about to.
   */
  public final boolean isTimeUp(Call call) {
    Timeout timeout = call.timeout();
    return (timeout.timeoutNanos() > 0 && remainingNanos(timeout) < TIMEOUT_TOLERANCE_NANOS)
        || (timeout.hasDeadline() && untilDeadlineNanos(timeout) < TIMEOUT_TOLERANCE_NANOS);
  }

  /**
   * How long the caller may wait before another attempt: the time until the call's timeout or
   * deadline or, for a call without either, the read timeout.
   */
  public final Duration patience(Chain chain) {
    long nanos = untilTimeUpNanos(chain.call().timeout());
    if (nanos == Long.MAX_VALUE && chain.readTimeoutMillis() != 0) {
      return Duration.ofMillis(chain.readTimeoutMillis());
    }
    return Duration.ofNanos(nanos);
  }

  /**
   * How long {@code call}, the call of this state, may wait before it is sent: until shortly before
   * its timeout or deadline, so that the caller learns what the call waited for.
   */
  final Duration timeToWait(Call call) {
    return Duration.ofNanos(untilTimeUpNanos(call.timeout()) - TIMEOUT_TOLERANCE_NANOS);
  }

  /** {@link Long#MAX_VALUE} if the call has neither timeout nor deadline. */
  private long untilTimeUpNanos(Timeout timeout) {
    long untilTimeout = timeout.timeoutNanos() > 0 ? remainingNanos(timeout) : Long.MAX_VALUE;
    long untilDeadline = timeout.hasDeadline() ? untilDeadlineNanos(timeout) : Long.MAX_VALUE;
    return Math.min(untilTimeout, untilDeadline);
  }

  private long remainingNanos(Timeout timeout) {
    return timeout.timeoutNanos() - (environment.nanoTime() - beganAtNanos);
  }

  /** Okio's deadlines are always {@link System#nanoTime} values, whatever the clock. */
  private static long untilDeadlineNanos(Timeout timeout) {
    return timeout.deadlineNanoTime() - System.nanoTime();
  }
}
