/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.call.Facts.Progress;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import io.github.evenkeel.okhttp.internal.transport.EndpointTransport;
import io.github.evenkeel.okhttp.internal.transport.Multiplexing;
import io.github.evenkeel.okhttp.internal.transport.StaleConnectionException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Interceptor.Chain;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request to one endpoint. An attempt holds the lease, and completes it when the endpoint's
 * work is done, which is when the response body ends, not when the response arrives. OkHttp's
 * events report this even where nobody reads the body: for web sockets and cancellations.
 *
 * <p>Writers: the thread that executes the call, the thread that reads the body, and any thread
 * that cancels. Readers: the same, and {@link RunningCalls}. Invariant: the lease is completed
 * once, by the first thread to do so. Why: the fields are volatile, and written only when they
 * change, because each write stalls the processor.
 */
public final class Attempt extends EventListener {
  private static final Logger logger = LoggerFactory.getLogger(Attempt.class);

  private final LoadBalancer balancer;
  private final Outcomes outcomes;
  private final Lease lease;
  private final EndpointTransport.Route route;
  private final RunningCalls.Entry running;
  private final Environment environment;
  private final long beganAtNanos;
  private final Facts facts = new Facts();

  /** The outcome according to the response; null until the caller has it. */
  private volatile @Nullable Outcome responded;

  private volatile boolean upgraded;
  private volatile boolean ended;

  /**
   * Whether the request was not written because the connection was closed. Confined to one thread.
   */
  private boolean metEndedConnection;

  /**
   * The original response, if OkHttp would have sent the request again because of it. Confined to
   * one thread.
   */
  private @Nullable Response withheld;

  /**
   * Begins an attempt.
   *
   * @param call the user's call, which is canceled if the load balancer is closed and the grace
   *     period ends
   */
  Attempt(
      LoadBalancer balancer,
      Outcomes outcomes,
      Lease lease,
      EndpointTransport.Route route,
      RunningCalls running,
      Call call,
      Environment environment) {
    this.balancer = balancer;
    this.outcomes = outcomes;
    this.lease = lease;
    this.route = route;
    this.environment = environment;
    this.beganAtNanos = environment.nanoTime();
    this.running = running.add(call, this); // Last, because other threads may now see this.
  }

  /** The endpoint that was picked. */
  public Endpoint endpoint() {
    return lease.endpoint();
  }

  /** The service's URL that the request is for. */
  public ServiceUrl service() {
    return route.service();
  }

  /** The route to the endpoint. */
  public EndpointTransport.Route route() {
    return route;
  }

  /** What OkHttp's events have reported so far. */
  Facts facts() {
    return facts;
  }

  /** Whether the request's body was requested, so that a one-shot body is consumed. */
  public boolean isRequestBodyBegun() {
    return facts.isRequestBodyBegun();
  }

  /** What happened to the request, after {@link #proceed} threw {@code failure}. */
  public Verdict verdict(IOException failure) {
    return Verdict.of(facts, failure);
  }

  /** Whether at least a part of the request was written to a connection. */
  boolean wasSent() {
    return facts.progress().compareTo(Progress.SENT) >= 0;
  }

  /** Whether nothing has been sent yet, and the next request goes out on a kept connection. */
  private boolean beginsOnKeptConnection() {
    return !facts.isOnNewConnection() && !facts.isFollowUp();
  }

  Response proceed(Chain chain, Request request) throws IOException {
    Response response;
    try {
      response = asItCame(send(route.lead(chain), request));
    } catch (IOException e) {
      failed(chain.call(), e);
      throw e;
    } catch (Throwable e) {
      // An inner interceptor threw, which is not the endpoint's fault. If the interceptor left a
      // response open, no event will report the end of the call.
      abandon();
      throw e;
    }
    Outcome outcome = outcomes.of(response);
    if (response.code() == 101) {
      upgraded = true;
    }
    responded = outcome;
    if (outcome != Outcome.CANCELED) {
      lease.responded(outcome);
      backOff(response);
    }
    if (facts.progress() == Progress.COMPLETE || response.networkResponse() == null) {
      end(outcome);
    }
    return response;
  }

  private void backOff(Response response) {
    if (response.code() == 429 || response.code() == 503) {
      RetryAfter.of(response).ifPresent(duration -> balancer.backOff(lease, duration));
    }
  }

  /** Sends the request on the first kept connection that is not closed. */
  private Response send(Chain chain, Request request) throws IOException {
    while (true) {
      try {
        return chain.proceed(request);
      } catch (IOException e) {
        if (!metEndedConnection) {
          throw e;
        }
        // Nothing was sent, and OkHttp has closed the connection, so one connection fewer is left.
        metEndedConnection = false;
      }
    }
  }

  /**
   * The request is about to be written to {@code connection}.
   *
   * @param mayChange whether the request may go to another connection instead
   * @throws StaleConnectionException if so, and the connection is closed
   */
  void use(Connection connection, boolean mayChange) throws StaleConnectionException {
    try {
      route.use(connection, mayChange && beginsOnKeptConnection());
    } catch (StaleConnectionException e) {
      metEndedConnection = true; // An interceptor may replace this exception with another.
      throw e;
    }
  }

  /**
   * Returns {@code response}, changed so that OkHttp does not send the request again by itself. The
   * response of this attempt is restored later.
   */
  Response withhold(Response response) {
    boolean isWithheld = ImmediateRetry.isOkHttps(response);
    withheld = isWithheld ? response : null;
    return isWithheld ? ImmediateRetry.refuse(response) : response;
  }

  private Response asItCame(Response response) {
    Response original = withheld;
    withheld = null; // It references the call, which must remain collectable.
    return original == null ? response : ImmediateRetry.restore(response, original);
  }

  /**
   * The request failed on a connection. If the server has closed a kept connection, it has probably
   * closed others, and OkHttp would try the request on each of them. If the request itself makes
   * the server close connections, it would arrive that many times.
   */
  void exchangeFailed(Call call, @Nullable Connection connection, IOException failure) {
    boolean isExclusive = connection != null && !Multiplexing.isUsedBy(connection);
    if (facts.progress() == Progress.BROKEN
        && !facts.isOnNewConnection()
        && isExclusive
        && !Verdict.isTimeout(failure)
        && !call.isCanceled()) {
      route.closeIdle();
    }
  }

  private Outcome outcomeOf(IOException failure) {
    return outcomes.of(failure, Verdict.outcome(facts, failure));
  }

  private void failed(Call call, IOException failure) {
    if (call.isCanceled() && responded == null) {
      return; // callFailed will show whether the caller canceled or the call timed out.
    }
    end(outcomeOf(failure));
  }

  private void end(Outcome outcome) {
    if (!ended) {
      // In this order: a thread that sees ended assumes that the lease is released.
      balancer.endRequest(lease, outcome);
      ended = true;
    }
  }

  /** Whether the endpoint's work on the last response is complete. */
  boolean isEnded() {
    return ended;
  }

  /** The caller has abandoned the attempt, and has closed no response. */
  public void abandon() {
    endAsResponded();
    running.remove();
  }

  /** The call continues without this attempt, and has released the attempt's connection. */
  void over() {
    abandon();
    route.callEnded();
  }

  private void endAsResponded() {
    Outcome outcome = responded;
    end(outcome == null ? Outcome.CANCELED : outcome);
  }

  /**
   * The call was garbage collected before its end was reported. If its response was never closed,
   * the endpoint has counted one request too many since, and the connection is leaked too, for
   * which OkHttp logs a warning.
   */
  void collected() {
    if (!ended) {
      end(Outcome.CANCELED);
      if (responded != null) {
        logger.warn(
            "A response from {} was leaked. Did you forget to close a response body?",
            lease.endpoint());
      }
    }
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    facts.connected();
  }

  @Override
  public void connectFailed(
      Call call,
      InetSocketAddress address,
      Proxy proxy,
      @Nullable Protocol protocol,
      IOException failure) {
    facts.connectFailed();
  }

  @Override
  public void requestHeadersStart(Call call) {
    facts.requestSent();
  }

  @Override
  public void requestBodyStart(Call call) {
    facts.requestBodyBegun();
  }

  @Override
  public void requestFailed(Call call, IOException failure) {
    facts.broken();
  }

  @Override
  public void followUpDecision(Call call, Response response, @Nullable Request next) {
    if (next != null) {
      facts.followUp(response.networkResponse() == null && !route.service().matches(next.url()));
    }
  }

  @Override
  public void responseBodyEnd(Call call, long byteCount) {
    facts.complete();
    Outcome outcome = responded;
    if (outcome != null) {
      end(outcome);
    }
    if (call.isCanceled()) {
      // If the call was canceled while HTTP/2 wrote the headers, OkHttp reports no end of the call.
      running.remove();
    }
  }

  @Override
  public void responseFailed(Call call, IOException failure) {
    facts.broken();
    // A cancel breaks the body before the cancel event arrives. Over TLS, OkHttp also reports a
    // failure for a web socket that was closed properly; the end of the call shows the actual
    // result.
    if (responded != null && !upgraded && !call.isCanceled()) {
      failed(call, failure);
    }
  }

  @Override
  public void canceled(Call call) {
    // Before there is a response, callFailed will follow. Afterwards, there may be no further
    // event.
    if (responded != null) {
      end(Outcome.CANCELED);
    }
  }

  @Override
  public void callEnd(Call call) {
    over();
  }

  private Outcome outcomeOfCall(Call call, IOException failure) {
    if (!Verdict.isTimeout(failure)) {
      return call.isCanceled() ? Outcome.CANCELED : outcomeOf(failure);
    }
    // The call timeout cancels the call, too. While the body is read, that event may come first,
    // and must lead to the same outcome.
    return responded == null && hadItsTime(call)
        ? outcomes.of(failure, Outcome.TIMEOUT)
        : Outcome.CANCELED;
  }

  /**
   * Whether the endpoint had at least half of the time of the call. If the call waited in the queue
   * for most of its time, or for other endpoints, its timeout says nothing about this one.
   */
  private boolean hadItsTime(Call call) {
    return environment.nanoTime() - beganAtNanos >= call.timeout().timeoutNanos() / 2;
  }

  @Override
  public void callFailed(Call call, IOException failure) {
    if (!ended) {
      end(outcomeOfCall(call, failure));
    }
    over();
  }
}
