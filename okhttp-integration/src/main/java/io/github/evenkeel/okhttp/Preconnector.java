/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
final class Preconnector implements AutoCloseable {
  /** At once, over all endpoints; as many calls as OkHttp's Dispatcher runs. */
  static final int MAX_CONNECTIONS = 64;

  private static final Logger logger = LoggerFactory.getLogger(Preconnector.class);

  private final WrappedClients clients;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          MAX_CONNECTIONS,
          MAX_CONNECTIONS,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Preconnector::newThread);

  Preconnector(WrappedClients clients) {
    this.clients = clients;
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
   * @return is complete when each request was answered or has failed. Canceling it cancels them
   */
  CompletableFuture<Void> open(
      Preconnect options, ServiceUrl service, EndpointTransport transport) {
    List<Call> calls = new ArrayList<>();
    List<CompletableFuture<Void>> ended = new ArrayList<>();
    for (OkHttpClient client : clients.thatConnectDifferently(service)) {
      // On HTTP/1.1, a request that is answered at once would lend its connection to the next.
      List<CompletableFuture<Void>> connected =
          Stream.generate(CompletableFuture<Void>::new).limit(options.connections()).toList();
      CompletableFuture<Void> allConnected = allOf(connected);
      for (CompletableFuture<Void> each : connected) {
        Call call =
            leading(client, transport, options.timeout(), each, allConnected)
                .newCall(options.request(service));
        calls.add(call);
        ended.add(
            CompletableFuture.runAsync(() -> send(call, transport), executor)
                .whenComplete((nothing, failure) -> each.complete(null)));
      }
    }
    CompletableFuture<Void> allEnded = allOf(ended);
    var unused =
        allEnded.whenComplete(
            (nothing, failure) -> {
              if (allEnded.isCancelled()) {
                calls.forEach(Call::cancel);
              }
            });
    return allEnded;
  }

  /** A client whose call goes to the endpoint, and there waits for others to get so far. */
  private static OkHttpClient leading(
      OkHttpClient client,
      EndpointTransport transport,
      Duration timeout,
      CompletableFuture<Void> connected,
      CompletableFuture<Void> allConnected) {
    return client
        .newBuilder()
        // OkHttp does not notice a cancel that comes between the connect and the TLS handshake.
        .connectTimeout(timeout)
        .readTimeout(timeout)
        .addInterceptor(chain -> transport.route(chain).lead(chain).proceed(chain.request()))
        .addNetworkInterceptor(
            chain -> {
              connected.complete(null);
              allConnected.join(); // Ends, since each call gets here or ends.
              return chain.proceed(chain.request());
            })
        .build();
  }

  private static void send(Call call, EndpointTransport transport) {
    Request request = call.request();
    try (Response response = call.execute()) {
      logger.debug("{}: {} is answered with {}", transport, request, response.code());
    } catch (IOException | RuntimeException e) {
      logger.debug("{}: {} failed", transport, request, e);
    } finally {
      transport.callEnded();
    }
  }

  private static CompletableFuture<Void> allOf(List<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
  }

  /** Takes no further work, and lets the threads go when that under way is done. Idempotent. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
