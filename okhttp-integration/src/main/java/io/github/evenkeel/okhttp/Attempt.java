/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
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
 * over, which is when the response body is, not when the response arrives. It learns of that from
 * OkHttp's events, which also come where nobody reads the body: for web sockets and cancellations.
 *
 * <p>The thread that executes the call calls {@link #proceed}; events arrive on that thread, on the
 * one that reads the body, and on any that cancels. The fields are volatile for their sake, and
 * written no more often than they change, since each write makes a processor wait; a lease ends
 * once, whoever is first.
 */
final class Attempt extends EventListener {
  private static final Logger logger = LoggerFactory.getLogger(Attempt.class);

  private final LoadBalancer balancer;
  private final Lease lease;
  private final EndpointTransport.Route route;
  private final RunningCalls.Entry running;

  /**
   * Whether an earlier request of this attempt has its response, and this one follows from that.
   */
  private volatile boolean isFollowUp;

  private volatile boolean wasSentAwayByCache;
  private volatile boolean connected;
  private volatile boolean connectFailed;
  private volatile boolean sent;
  private volatile boolean bodyBegun;
  private volatile boolean wireFailed;
  private volatile boolean bodyEnded;
  private volatile boolean upgraded;

  /** How it went as far as the status tells; null until the response is in the caller's hands. */
  private volatile @Nullable Outcome responded;

  private volatile boolean ended;

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

  Endpoint endpoint() {
    return lease.endpoint();
  }

  EndpointTransport.Route route() {
    return route;
  }

  /** What became of the request, after {@link #proceed} threw {@code failure}. */
  Delivery delivery(IOException failure) {
    Delivery last = deliveryOfLast(failure);
    // Whatever became of a follow-up, the request that it follows has arrived.
    return last == Delivery.NOT_DELIVERED && isFollowUp ? Delivery.POSSIBLE : last;
  }

  private Delivery deliveryOfLast(IOException failure) {
    if (failure instanceof MisuseException) {
      return Delivery.UNRELATED;
    }
    if (!sent) {
      return connectFailed ? Delivery.NOT_DELIVERED : Delivery.UNRELATED;
    }
    if (!wireFailed) {
      return Delivery.UNRELATED;
    }
    if (isUnprocessed(failure)) {
      return Delivery.NOT_DELIVERED;
    }
    boolean elsewhereNoBetter =
        failure instanceof ProtocolException
            || (failure instanceof InterruptedIOException && !isTimeout(failure));
    return elsewhereNoBetter ? Delivery.UNRELATED : Delivery.POSSIBLE;
  }

  /**
   * Whether HTTP/2 says that the server did not process the request: it refused the stream (RFC
   * 9113, section 8.7), or the connection was shut down before the stream began. OkHttp's types for
   * these are internal, so they are told by what they print.
   */
  private static boolean isUnprocessed(IOException failure) {
    return "stream was reset: REFUSED_STREAM".equals(failure.getMessage())
        || failure.getClass().getSimpleName().equals("ConnectionShutdownException");
  }

  /** Whether the request, or at least a part of it, was written to a connection. */
  boolean wasSent() {
    return sent;
  }

  /**
   * Whether the client's cache has a redirect that leads out of the service, from before the client
   * was wrapped. OkHttp follows it before {@link RouteGuard} can stop it, and gets no further.
   */
  boolean wasSentAwayByCache() {
    return wasSentAwayByCache;
  }

  /**
   * Whether nothing has been sent, and what is sent next goes out on a connection that was kept.
   */
  boolean beginsOnKeptConnection() {
    return !connected && !isFollowUp;
  }

  /** Whether the request's body was asked for, so that one that is one-shot is used up. */
  boolean bodyBegun() {
    return bodyBegun;
  }

  Response proceed(Chain chain, Request request) throws IOException {
    Call call = chain.call();
    call.addEventListener(this);
    Response response;
    try {
      response = asItCame(route.proceed(chain, request));
    } catch (IOException e) {
      failed(call, e);
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
    if (bodyEnded || response.networkResponse() == null) {
      end(outcome);
    }
    return response;
  }

  /**
   * Returns {@code response} so that OkHttp does not send the request again by itself. The response
   * of this attempt will be as it came.
   */
  Response withhold(Response response) {
    withheld = response;
    return ImmediateRetry.refuse(response);
  }

  private Response asItCame(Response response) {
    Response original = withheld;
    return original == null ? response : ImmediateRetry.restore(response, original);
  }

  /**
   * The request was on a connection when it failed. If the server has closed one that was kept, it
   * has likely closed others, and OkHttp would try the request on each of them; if it is the
   * request that the server cannot stand, it would arrive as often.
   */
  void exchangeFailed(Call call, @Nullable Connection connection, IOException failure) {
    boolean isShared = connection == null || Multiplexing.isUsedBy(connection);
    if (wireFailed && !connected && !isShared && !isTimeout(failure) && !call.isCanceled()) {
      route.closeIdle();
    }
  }

  private Outcome outcomeOf(Response response) {
    if (response.networkResponse() == null) {
      return Outcome.CANCELED; // From the cache: the endpoint was not asked.
    }
    return response.code() >= 500 ? Outcome.SERVER_ERROR : Outcome.SUCCESS;
  }

  private void failed(Call call, IOException failure) {
    if (call.isCanceled() && responded == null) {
      return; // callFailed will tell whether the caller gave up or the call's timeout struck.
    }
    end(outcomeOf(failure));
  }

  private Outcome outcomeOf(IOException failure) {
    if (failure instanceof InterruptedIOException && !isTimeout(failure)) {
      return Outcome.CANCELED; // The caller's thread was interrupted.
    }
    if (!sent) {
      return connectFailed ? Outcome.CONNECT_FAILURE : Outcome.CANCELED;
    }
    if (!wireFailed) {
      return Outcome.CANCELED; // The user's own: a body, an authenticator, an interceptor.
    }
    return isTimeout(failure) ? Outcome.TIMEOUT : Outcome.CONNECTION_FAILURE;
  }

  /** OkHttp has a type for the timeouts of connect, read and write, but not for the call's. */
  private static boolean isTimeout(IOException failure) {
    return failure instanceof SocketTimeoutException
        || (failure instanceof InterruptedIOException && "timeout".equals(failure.getMessage()));
  }

  private void end(Outcome outcome) {
    if (!ended) {
      // In this order: who finds it ended goes on in the belief that the lease is given back.
      balancer.endRequest(lease, outcome);
      ended = true;
    }
  }

  /** The caller has lost interest without closing the response. */
  void abandon() {
    Outcome outcome = responded;
    end(outcome == null ? Outcome.CANCELED : outcome);
    running.remove();
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
    connected = true;
  }

  @Override
  public void connectFailed(
      Call call,
      InetSocketAddress address,
      Proxy proxy,
      @Nullable Protocol protocol,
      IOException failure) {
    connectFailed = true;
  }

  @Override
  public void requestHeadersStart(Call call) {
    sent = true;
  }

  @Override
  public void requestFailed(Call call, IOException failure) {
    wireFailed = true;
  }

  @Override
  public void requestBodyStart(Call call) {
    bodyBegun = true;
  }

  @Override
  public void followUpDecision(Call call, Response response, @Nullable Request next) {
    if (next != null) {
      isFollowUp = true;
      wasSentAwayByCache =
          response.networkResponse() == null && !route.service().matches(next.url());
      connected = false;
      connectFailed = false;
      sent = false;
      wireFailed = false;
      bodyEnded = false;
    }
  }

  @Override
  public void responseBodyEnd(Call call, long byteCount) {
    bodyEnded = true;
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
    wireFailed = true;
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
    Outcome outcome = responded;
    end(outcome == null ? Outcome.CANCELED : outcome);
    route.callEnded();
    running.remove();
  }

  @Override
  public void callFailed(Call call, IOException failure) {
    if (isTimeout(failure)) {
      end(Outcome.TIMEOUT); // The call's timeout cancels the call, too.
    } else {
      end(call.isCanceled() ? Outcome.CANCELED : outcomeOf(failure));
    }
    route.callEnded();
    running.remove();
  }
}
