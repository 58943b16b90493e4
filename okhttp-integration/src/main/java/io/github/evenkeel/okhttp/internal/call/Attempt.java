/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Outcome;
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
 * One request on its way to one endpoint: holds the lease, and ends it when the endpoint's work is
 * over, which is when the response body is, not when the response arrives. OkHttp's events tell
 * that also where nobody reads the body: for web sockets and cancellations.
 *
 * <p>Writers: the thread that executes the call, the one that reads the body, and any that cancels.
 * Readers: the same, and {@link RunningCalls}. Invariant: the lease ends once, whoever is first.
 * Why: the fields are volatile, and written no more often than they change, since each write makes
 * a processor wait.
 */
public final class Attempt extends EventListener {
  private static final Logger logger = LoggerFactory.getLogger(Attempt.class);

  private final LoadBalancer balancer;
  private final Lease lease;
  private final EndpointTransport.Route route;
  private final RunningCalls.Entry running;
  private final Facts facts = new Facts();

  /** How it went as far as the status tells; null until the response is in the caller's hands. */
  private volatile @Nullable Outcome responded;

  private volatile boolean upgraded;
  private volatile boolean ended;

  /** Whether the request was kept from a connection that had ended; for one thread. */
  private boolean metEndedConnection;

  /** The response as it came, if OkHttp would have sent the request again on it; for one thread. */
  private @Nullable Response withheld;

  /**
   * Begins an attempt.
   *
   * @param call the user's, which is canceled if there is no more time for the request
   */
  Attempt(
      LoadBalancer balancer,
      Lease lease,
      EndpointTransport.Route route,
      RunningCalls running,
      Call call) {
    this.balancer = balancer;
    this.lease = lease;
    this.route = route;
    this.running = running.add(call, this); // At last, for other threads may now find it.
  }

  /** The endpoint that was picked. */
  public Endpoint endpoint() {
    return lease.endpoint();
  }

  /** The service's URL that the request is for. */
  public ServiceUrl service() {
    return route.service();
  }

  /** The way to the endpoint. */
  public EndpointTransport.Route route() {
    return route;
  }

  /** What OkHttp's events have told so far. */
  public Facts facts() {
    return facts;
  }

  /** What became of the request, after {@link #proceed} threw {@code failure}. */
  public Verdict verdict(IOException failure) {
    return Verdict.of(facts, failure);
  }

  /** Whether the request, or at least a part of it, was written to a connection. */
  boolean wasSent() {
    return facts.progress().compareTo(Progress.SENT) >= 0;
  }

  /**
   * Whether nothing has been sent, and what is sent next goes out on a connection that was kept.
   */
  boolean beginsOnKeptConnection() {
    return !facts.isOnNewConnection() && !facts.isFollowUp();
  }

  Response proceed(Chain chain, Request request) throws IOException {
    Response response;
    try {
      response = asItCame(send(route.lead(chain), request));
    } catch (IOException e) {
      failed(chain.call(), e);
      throw e;
    } catch (RuntimeException | Error e) {
      // An interceptor between us and the network is broken; no fault of the endpoint. If it left
      // a response open, no event will ever tell of the call's end.
      abandon();
      throw e;
    }
    Outcome outcome = outcomeOf(response);
    if (response.code() == 101) {
      upgraded = true;
    }
    responded = outcome;
    if (outcome != Outcome.CANCELED) {
      lease.responded(outcome);
    }
    if (facts.progress() == Progress.COMPLETE || response.networkResponse() == null) {
      end(outcome);
    }
    return response;
  }

  /** Sends the request on the first kept connection that has not ended. */
  private Response send(Chain chain, Request request) throws IOException {
    while (true) {
      try {
        return chain.proceed(request);
      } catch (IOException e) {
        if (!metEndedConnection) {
          throw e;
        }
        // Nothing was sent, and OkHttp has closed the connection. So there is one less.
        metEndedConnection = false;
      }
    }
  }

  /**
   * The request is about to be written to {@code connection}.
   *
   * @param mayChange whether it may go to another connection instead
   * @throws StaleConnectionException if so, and the connection has ended
   */
  void use(Connection connection, boolean mayChange) throws StaleConnectionException {
    try {
      route.use(connection, mayChange && beginsOnKeptConnection());
    } catch (StaleConnectionException e) {
      metEndedConnection = true; // An interceptor on the way back may throw something else.
      throw e;
    }
  }

  /**
   * Returns {@code response} so that OkHttp does not send the request again by itself. The response
   * of this attempt will be as it came.
   */
  Response withhold(Response response) {
    boolean isWithheld = ImmediateRetry.isOkHttps(response);
    withheld = isWithheld ? response : null;
    return isWithheld ? ImmediateRetry.refuse(response) : response;
  }

  private Response asItCame(Response response) {
    Response original = withheld;
    withheld = null; // It leads to the call, which must remain collectable.
    return original == null ? response : ImmediateRetry.restore(response, original);
  }

  /**
   * The request was on a connection when it failed. If the server has closed one that was kept, it
   * has likely closed others, and OkHttp would try the request on each of them; if it is the
   * request that the server cannot stand, it would arrive as often.
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

  private static Outcome outcomeOf(Response response) {
    if (response.networkResponse() == null) {
      return Outcome.CANCELED; // From the cache: the endpoint was not asked.
    }
    return response.code() >= 500 ? Outcome.SERVER_ERROR : Outcome.SUCCESS;
  }

  private void failed(Call call, IOException failure) {
    if (call.isCanceled() && responded == null) {
      return; // callFailed will tell whether the caller gave up or the call's timeout struck.
    }
    end(Verdict.outcome(facts, failure));
  }

  private void end(Outcome outcome) {
    if (!ended) {
      // In this order: who finds it ended goes on in the belief that the lease is given back.
      balancer.endRequest(lease, outcome);
      ended = true;
    }
  }

  /** Whether the endpoint's work on the last response is over. */
  boolean isEnded() {
    return ended;
  }

  /** The caller has lost interest without closing the response. */
  void abandon() {
    endAsResponded();
    running.remove();
  }

  /** The call goes on without this attempt, and has let go of its connection. */
  void over() {
    abandon();
    route.callEnded();
  }

  private void endAsResponded() {
    Outcome outcome = responded;
    end(outcome == null ? Outcome.CANCELED : outcome);
  }

  /**
   * The garbage collector found the call before its end was told. If its response was never closed,
   * the endpoint has counted one request too many since, and the connection is lost as well, of
   * which OkHttp warns.
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
      // If HTTP/2 was writing the headers when it was, OkHttp tells of no end of the call.
      running.remove();
    }
  }

  @Override
  public void responseFailed(Call call, IOException failure) {
    facts.broken();
    // A cancel breaks the body before its own event comes. And over TLS, OkHttp reports a failure
    // of a web socket that was closed in good order; how it went, the end of the call tells.
    if (responded != null && !upgraded && !call.isCanceled()) {
      failed(call, failure);
    }
  }

  @Override
  public void canceled(Call call) {
    // Before there is a response, callFailed will follow. Afterwards nobody may ever look again.
    if (responded != null) {
      end(Outcome.CANCELED);
    }
  }

  @Override
  public void callEnd(Call call) {
    over();
  }

  @Override
  public void callFailed(Call call, IOException failure) {
    if (Verdict.isTimeout(failure)) {
      end(Outcome.TIMEOUT); // The call's timeout cancels the call, too.
    } else {
      end(call.isCanceled() ? Outcome.CANCELED : Verdict.outcome(facts, failure));
    }
    over();
  }
}
