/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.check;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointId;
import io.github.evenkeel.HealthProbe;
import io.github.evenkeel.ProbeResult;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import io.github.evenkeel.okhttp.internal.transport.EndpointTransport;
import io.github.evenkeel.okhttp.internal.transport.IdleConnections;
import io.github.evenkeel.okhttp.internal.transport.WrappedClients;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Checks the endpoints of one service by a request to each, on a connection that is opened for it
 * and closed after it: that an endpoint still accepts connections is part of its health. So a check
 * takes no connection from the requests, and fails if there can be no new ones.
 *
 * <p>The transports of the endpoints are kept, although their connections are not. OkHttp remembers
 * each address that it failed to reach, and with a new transport for each check the address of an
 * endpoint that is down would be new each time.
 *
 * <ul>
 *   <li>Writers: the control path of the load balancer adds and removes transports.
 *   <li>Readers: the same. The threads of checks have been handed theirs.
 *   <li>Invariant: there are transports of endpoints only that the load balancer knows.
 *   <li>Why: it begins no check of an endpoint that it has told to forget.
 * </ul>
 */
final class HttpCheck implements HealthProbe {
  private static final IdleConnections NONE = new IdleConnections(0, Duration.ofSeconds(1));

  private final HttpCheckPolicy policy;
  private final ServiceUrl service;
  private final WrappedClients clients;
  private final LongSupplier nanoClock;
  private final Executor threads;
  private final ConcurrentMap<EndpointId, EndpointTransport> transports = new ConcurrentHashMap<>();

  HttpCheck(
      HttpCheckPolicy policy,
      ServiceUrl service,
      WrappedClients clients,
      LongSupplier nanoClock,
      Executor threads) {
    this.policy = policy;
    this.service = service;
    this.clients = clients;
    this.nanoClock = nanoClock;
    this.threads = threads;
  }

  @Override
  public CompletableFuture<ProbeResult> probe(Endpoint endpoint, Duration timeout) {
    List<OkHttpClient> wrapped = clients.thatConnectDifferently(service);
    if (wrapped.isEmpty()) {
      return CompletableFuture.completedFuture(ProbeResult.unknown("no client is wrapped yet"));
    }
    EndpointTransport transport =
        transports.computeIfAbsent(endpoint.id(), any -> newTransport(endpoint));
    Call call = leading(wrapped.get(0), transport, timeout).newCall(policy.request(service));
    CompletableFuture<ProbeResult> result = new CompletableFuture<>();
    var unused = result.whenComplete((any, failure) -> call.cancel());
    try {
      threads.execute(() -> check(call, result));
    } catch (RejectedExecutionException closed) {
      result.complete(ProbeResult.unknown("the load balancer is closed"));
    }
    return result;
  }

  private EndpointTransport newTransport(Endpoint endpoint) {
    return new EndpointTransport(
        service, endpoint, NONE, nanoClock, transport -> CompletableFuture.completedFuture(null));
  }

  /** Returns a client whose calls go to the endpoint, each on a connection of its own. */
  private static OkHttpClient leading(
      OkHttpClient client, EndpointTransport transport, Duration timeout) {
    return client
        .newBuilder()
        // OkHttp does not notice a cancel between the connect and the TLS handshake.
        .connectTimeout(timeout)
        .readTimeout(timeout)
        // Ends calls that are still in progress after the timeout, such as a body that trickles.
        .callTimeout(timeout.multipliedBy(2))
        .addNetworkInterceptor(chain -> unrepeated(chain.proceed(chain.request())))
        .addInterceptor(
            chain -> {
              EndpointTransport.Route route = transport.route(chain);
              return route.lead(chain).proceed(chain.request());
            })
        .build();
  }

  /**
   * Returns a response on which OkHttp does not send the request again by itself, as it would on
   * 408 and 503 that do not ask for a pause.
   */
  private static Response unrepeated(Response response) {
    return response.newBuilder().header("Retry-After", "1").build();
  }

  private void check(Call call, CompletableFuture<ProbeResult> result) {
    try (Response response = call.execute()) {
      ProbeResult judged = policy.judge(response);
      result.complete(judged); // Cancels the call, so that the rest of the body is not waited for.
    } catch (Throwable e) { // Whatever an interceptor of the user's throws, the check has failed.
      result.complete(ProbeResult.failed(call.request().url().encodedPath() + ": " + e));
    }
  }

  @Override
  public void forget(Endpoint endpoint) {
    transports.remove(endpoint.id());
  }

  @Override
  public String toString() {
    return "HttpCheck[" + service + ": " + policy + "]";
  }
}
