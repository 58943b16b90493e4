/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Interceptor.Chain;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one client to one endpoint, each of which is to open a connection. On HTTP/1.1, the next
 * call would reuse the connection of a call that gets its response at once. Each call therefore
 * waits until every other call has a connection too, or will not get one.
 *
 * <p>Only one multiplexed connection is kept. OkHttp lets a call use a connection that another call
 * has just opened. But OkHttp looks for such a connection and adds the call's own connection in two
 * steps, so calls that are ready at the same moment may each add their connection.
 *
 * <p>Immutable except for the futures and the reference; safe for use by multiple threads.
 */
final class ConnectingCalls {
  private final List<ConnectingCall> calls;
  private final CompletableFuture<Void> allConnected;

  /** The multiplexed connection that stays open, if there is one. */
  private final AtomicReference<@Nullable Connection> kept = new AtomicReference<>();

  ConnectingCalls(OkHttpClient client, PreconnectPolicy options, ServiceUrl service) {
    List<CompletableFuture<Void>> connected =
        Stream.generate(CompletableFuture<Void>::new).limit(options.connections()).toList();
    this.allConnected = Preconnector.allOf(connected);
    Request request = options.request(service);
    this.calls =
        connected.stream()
            .map(each -> new ConnectingCall(meeting(client, each).newCall(request), each))
            .toList();
  }

  private OkHttpClient meeting(OkHttpClient client, CompletableFuture<Void> connected) {
    OkHttpClient.Builder meeting = client.newBuilder();
    // Before the user's interceptors: an interceptor that limits concurrent requests could
    // otherwise block some of them forever.
    meeting
        .networkInterceptors()
        .add(
            0,
            chain -> {
              connected.complete(null);
              allConnected.join(); // Returns, because each call gets here, completes or times out.
              return chain.proceed(
                  isSurplus(chain.connection()) ? lastOfItsConnection(chain) : chain.request());
            });
    return meeting.build();
  }

  private boolean isSurplus(@Nullable Connection connection) {
    if (connection == null || !Multiplexing.isUsedBy(connection)) {
      return false;
    }
    Connection first = kept.compareAndExchange(null, connection);
    return first != null && first != connection;
  }

  /** HTTP/2 does not send this header, but OkHttp still acts on it. */
  private static Request lastOfItsConnection(Chain chain) {
    return chain.request().newBuilder().header("Connection", "close").build();
  }

  /**
   * Starts the calls.
   *
   * @param send sends a call, and returns when it is complete
   * @return a future for the completion of each call
   */
  List<CompletableFuture<Void>> start(Consumer<Call> send, Executor executor) {
    return calls.stream()
        .map(
            each ->
                CompletableFuture.runAsync(() -> send.accept(each.call), executor)
                    .whenComplete((nothing, failure) -> each.connected.complete(null)))
        .toList();
  }

  /** Cancels all calls. */
  void cancel() {
    for (ConnectingCall each : calls) {
      each.call.cancel();
      each.connected.complete(null);
    }
  }

  /**
   * Cancels the calls without a connection, or all calls if none was waiting for others. Calls that
   * were waiting still get their response, without which OkHttp would not keep their connections.
   */
  void timeOut() {
    boolean noneIsWaiting = allConnected.isDone();
    for (ConnectingCall each : calls) {
      if (each.connected.complete(null) || noneIsWaiting) {
        each.call.cancel();
      }
    }
  }

  /**
   * A call that is to open a connection.
   *
   * @param connected completes when the call has a connection or will not get one
   */
  private record ConnectingCall(Call call, CompletableFuture<Void> connected) {}
}
