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
 * Opens connections to endpoints by sending requests to them, on the settings of each client that
 * was wrapped.
 *
 * <p>Shared by the services of one balancing. Its threads live for as long as there are connections
 * to open; there are never more than {@link #MAX_CONNECTIONS}, so that many new endpoints at once
 * are no storm of connections.
 */
public final class Preconnector implements AutoCloseable {
  /** At once, over all endpoints; as many calls as OkHttp's Dispatcher runs. */
  public static final int MAX_CONNECTIONS = 64;

  private static final Logger logger = LoggerFactory.getLogger(Preconnector.class);

  private final WrappedClients clients;
  private final Scheduler scheduler;

  /** Held while calls that wait for one another are handed to the threads. */
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
   * Opens connections as these clients would.
   *
   * @param scheduler tells when a timeout is over
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
   * @return is complete when each request has its response or has failed. Canceling the future
   *     cancels the requests. When the timeout is over, the future ends with a {@link
   *     TimeoutException}; requests that have a connection, and were waiting for others to get one,
   *     then have the time to get their response
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
   * Calls that wait for one another start together. If they were mixed with those of another
   * endpoint, both might wait for threads that the other holds.
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

  /** A client whose calls go to the endpoint. */
  private static OkHttpClient leading(
      OkHttpClient client, EndpointTransport transport, PreconnectPolicy options) {
    Duration timeout = options.timeout();
    return client
        .newBuilder()
        // OkHttp does not notice a cancel that comes between the connect and the TLS handshake.
        .connectTimeout(timeout)
        .readTimeout(timeout)
        // Ends what still goes on after the timeout.
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

  /** Takes no further work, cancels that under way, and lets the threads go. Idempotent. */
  @Override
  public void close() {
    clients.cancelCalls();
    executor.shutdown();
  }
}
