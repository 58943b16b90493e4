/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.RequestContext;
import java.io.IOException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.CookieJar;
import okhttp3.Dns;
import okhttp3.Interceptor.Chain;
import okhttp3.Request;
import okhttp3.Response;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one OkHttp call over all its attempts, kept as a tag of the call. There is more
 * than one attempt where an interceptor around ours proceeds again, as those that retry do.
 *
 * <p>Used by the thread that executes the call. While it is {@linkplain HedgedRequest hedged}, its
 * arms add to what it has tried, one at a time.
 */
class BalancedCall {
  /**
   * The clock is read a little after OkHttp starts the call's timeout, and the timeout strikes a
   * little late.
   */
  private static final long TIMEOUT_TOLERANCE_NANOS = 10_000_000;

  private static final Request NOWHERE =
      new Request.Builder().url("http://evenkeel.invalid/").build();
  private static final Dns REFUSING =
      hostname -> {
        throw new UnknownHostException(hostname + " exists only to let go of a connection");
      };

  private final long beganAtNanos = System.nanoTime();
  private volatile RequestContext tried = RequestContext.empty();
  private @Nullable Attempt attempt;
  private @Nullable ServiceUrl passesThroughTo;
  private @Nullable Response stopped;
  private boolean passedGuard;

  /** What is known of {@code call}. */
  static BalancedCall of(Call call) {
    return call.tag(BalancedCall.class, BalancedCall::new);
  }

  /** What is known of {@code call}, or null if it has not met the balancing. */
  static @Nullable BalancedCall ifAny(Call call) {
    return call.tag(BalancedCall.class);
  }

  /** The attempt that the call is making, or null if it goes to no balanced service. */
  @Nullable Attempt attempt() {
    return attempt;
  }

  /** The call goes to {@code url} as it would without balancing. */
  void passThrough(ServiceUrl url) {
    attempt = null;
    passesThroughTo = url;
  }

  /** Where the call goes without being balanced; null if it has been balanced only. */
  @Nullable ServiceUrl passesThroughTo() {
    return passesThroughTo;
  }

  /** {@link RouteGuard} has nothing against what the call is about to send. */
  void passGuard() {
    passedGuard = true;
  }

  /**
   * Clears the way for another attempt, if there was one before.
   *
   * @throws IllegalStateException by OkHttp, if the answer of that one is still open
   */
  void beforeAttempt(Chain chain) {
    Attempt last = attempt;
    if (last == null) {
      return;
    }
    try {
      letGoOfConnection(chain);
    } catch (IllegalStateException stillOpen) {
      last.abandon(); // The call fails, and is told of no more events before that answer is closed.
      throw stillOpen;
    }
  }

  /** Begins an attempt on an endpoint that this call has not tried, if there is one. */
  Attempt begin(BalancedService service, Chain chain, Request request)
      throws NoEndpointAvailableException, MisuseException {
    return service.begin(tried(), chain.call(), chain, request);
  }

  /** Where this call has been. */
  final RequestContext tried() {
    Attempt last = attempt;
    if (last != null) {
      addTried(last.endpoint());
    }
    return tried;
  }

  final void addTried(Endpoint endpoint) {
    tried = tried.withTried(endpoint);
  }

  /** Remembers a redirect that OkHttp shall not follow. */
  void stopRedirect(Response redirect) {
    stopped = redirect;
  }

  /** Returns {@code response} as the redirect that it was before it was stopped, or null. */
  @Nullable Response takeStoppedRedirect(Response response) {
    Response redirect = stopped;
    if (redirect == null) {
      return null;
    }
    stopped = null;
    return response.newBuilder().code(redirect.code()).build();
  }

  /** Stops the redirect, if there is one, that was stopped in {@code arm}, whose answer is ours. */
  void stopRedirectOf(BalancedCall arm) {
    stopped = arm.stopped;
  }

  /** Leaves to {@code arm} what is left of the time of {@code call}, which this is about. */
  void leaveTime(Call call, Call arm) {
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
  boolean isTimeUp(Call call) {
    Timeout timeout = call.timeout();
    return (timeout.timeoutNanos() > 0 && remainingNanos(timeout) < TIMEOUT_TOLERANCE_NANOS)
        || (timeout.hasDeadline()
            && timeout.deadlineNanoTime() - System.nanoTime() < TIMEOUT_TOLERANCE_NANOS);
  }

  private long remainingNanos(Timeout timeout) {
    return timeout.timeoutNanos() - (System.nanoTime() - beganAtNanos);
  }

  /**
   * How long the caller may be kept waiting before another attempt: what is left until the call's
   * timeout or deadline, or, for a call without, as long as the caller would bear a server's
   * silence.
   */
  Duration patience(Chain chain) {
    Timeout timeout = chain.call().timeout();
    long untilTimeout = timeout.timeoutNanos() > 0 ? remainingNanos(timeout) : Long.MAX_VALUE;
    long untilDeadline =
        timeout.hasDeadline() ? timeout.deadlineNanoTime() - System.nanoTime() : Long.MAX_VALUE;
    long nanos = Math.min(untilTimeout, untilDeadline);
    if (nanos == Long.MAX_VALUE && chain.readTimeoutMillis() != 0) {
      return Duration.ofMillis(chain.readTimeoutMillis());
    }
    return Duration.ofNanos(nanos);
  }

  Response proceed(Chain chain, Request request, Attempt next) throws IOException {
    attempt = next;
    Response response = next.proceed(chain, request);
    if (!passedGuard && next.wasSent() && !isWebSocket(request)) {
      response.close();
      throw new MisuseException(
          "The network interceptor that wrap added is gone from this client, so that redirects or"
              + " connections could get past the balancing. The request was sent. Keep the"
              + " interceptors that wrap added");
    }
    return response;
  }

  /** OkHttp does not let network interceptors see web sockets. */
  private static boolean isWebSocket(Request request) {
    return request.header("Sec-WebSocket-Key") != null;
  }

  /**
   * Makes the call give back the connection of its last attempt.
   *
   * <p>A call keeps its connection between attempts, and OkHttp reuses it for the next one if only
   * the host and the port of the URL match, without a look at the Dns or the pool that the next
   * attempt was given. For any other host it lets go of it first, undamaged. So we ask for one that
   * cannot be resolved. The other way, a clone of the call, would repeat the user's events and
   * outer interceptors, and would have to forward cancellation and the timeout.
   */
  private static void letGoOfConnection(Chain chain) {
    try {
      chain
          .withDns(REFUSING)
          .withProxy(Proxy.NO_PROXY)
          .withCache(null)
          .withCookieJar(CookieJar.NO_COOKIES)
          .withAuthenticator(Authenticator.NONE)
          .withRetryOnConnectionFailure(false)
          .proceed(NOWHERE)
          .close(); // An interceptor further in has answered for it.
    } catch (IOException expected) {
      // Nothing was sent anywhere. If the call was canceled, the next attempt will say so.
    }
  }
}
