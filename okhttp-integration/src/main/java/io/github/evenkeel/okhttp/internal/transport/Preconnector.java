/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import io.github.evenkeel.Scheduler;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections to endpoints by sending requests, with the settings of each wrapped client.
 *
 * <p>Shared by the services of one load balancer. Its threads live as long as there are connections
 * to open. There are never more than {@link #MAX_CONNECTIONS} threads, so that many new endpoints
 * at once do not cause a storm of connections.
 */
public final class Preconnector implements AutoCloseable {
  /**
   * The maximum number of connections being opened at once, over all endpoints. OkHttp's Dispatcher
   * runs as many calls.
   */
  public static final int MAX_CONNECTIONS = 64;

  private static final Logger logger = LoggerFactory.getLogger(Preconnector.class);

  private final WrappedClients clients;
  private final Scheduler scheduler;

  /** Held while calls that wait for one another are submitted to the threads. */
  private final ReentrantLock starting = new ReentrantLock();

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          MAX_CONNECTIONS,
          MAX_CONNECTIONS,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Preconnector::newThread);

  /**
   * Creates a preconnector that opens connections as these clients would.
   *
   * @param scheduler runs the timeouts
   */
  public Preconnector(WrappedClients clients, Scheduler scheduler) {
    this.clients = clients;
    this.scheduler = scheduler;
    executor.allowCoreThreadTimeOut(true);
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "evenkeel-preconnect");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Opens connections to an endpoint.
   *
   * @return a future that completes when each request has its response or has failed. Canceling the
   *     future cancels the requests. When the timeout expires, the future fails with a {@link
   *     TimeoutException}; requests that have a connection and were waiting for other requests to
   *     get theirs may still get their response
   */
  public CompletableFuture<Void> open(
      PreconnectPolicy options, ServiceUrl service, EndpointTransport transport) {
    List<ConnectingCalls> all = new ArrayList<>();
    for (OkHttpClient client : clients.thatConnectDifferently(service)) {
      all.add(new ConnectingCalls(leading(client, transport, options), options, service));
    }
    CompletableFuture<Void> allEnded = allOf(start(all, transport));
    var unused =
        allEnded.whenComplete(
            (nothing, failure) -> {
              if (failure instanceof CancellationException) {
                all.forEach(ConnectingCalls::cancel);
              } else if (failure instanceof TimeoutException) {
                all.forEach(ConnectingCalls::timeOut);
              }
            });
    if (!allEnded.isDone()) {
      Scheduler.Task timeout =
          scheduler.schedule(
              options.timeout(), () -> allEnded.completeExceptionally(new TimeoutException()));
      unused = allEnded.whenComplete((nothing, failure) -> timeout.cancel());
    }
    return allEnded;
  }

  /**
   * Starts calls that wait for one another together. If they were mixed with the calls of another
   * endpoint, each group might wait for threads that the other group holds.
   */
  private List<CompletableFuture<Void>> start(
      List<ConnectingCalls> all, EndpointTransport transport) {
    starting.lock();
    try {
      return all.stream()
          .flatMap(calls -> calls.start(call -> send(call, transport), executor).stream())
          .toList();
    } finally {
      starting.unlock();
    }
  }

  /** Returns a client whose calls go to the endpoint. */
  private static OkHttpClient leading(
      OkHttpClient client, EndpointTransport transport, PreconnectPolicy options) {
    Duration timeout = options.timeout();
    return client
        .newBuilder()
        // OkHttp does not notice a cancel between the connect and the TLS handshake.
        .connectTimeout(timeout)
        .readTimeout(timeout)
        // Ends calls that are still in progress after the timeout.
        .callTimeout(timeout.multipliedBy(2))
        .addInterceptor(chain -> transport.route(chain).lead(chain).proceed(chain.request()))
        .build();
  }

  private static void send(Call call, EndpointTransport transport) {
    Request request = call.request();
    try (Response response = call.execute()) {
      logger.debug("{}: {} got the response {}", transport, request, response.code());
    } catch (IOException | RuntimeException e) {
      logger.debug("{}: {} failed", transport, request, e);
    } finally {
      transport.callEnded();
    }
  }

  static CompletableFuture<Void> allOf(List<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
  }

  /**
   * Accepts no further work, cancels the work in progress, and releases the threads. Idempotent.
   */
  @Override
  public void close() {
    clients.cancelCalls();
    executor.shutdown();
  }
}
