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
 * Calls of one client to one endpoint, each of which is to open a connection. On HTTP/1.1, one that
 * is answered at once would lend its connection to the next, so each waits until every other has a
 * connection, too, or will get none.
 *
 * <p>Of multiplexed connections one is kept. OkHttp lets a call go on with the one that another has
 * just opened, but it looks for that one and adds its own in two steps, so calls that are ready at
 * the same moment may each add theirs.
 *
 * <p>Immutable but for the futures and the reference; safe for use by many threads.
 */
public final class ConnectingCalls {
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
    // Before the user's interceptors: one that lets few through would else never let all through.
    meeting
        .networkInterceptors()
        .add(
            0,
            chain -> {
              connected.complete(null);
              allConnected.join(); // Ends, since each call gets here, or ends, or times out.
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

  /** HTTP/2 does not send this header, but OkHttp heeds it all the same. */
  private static Request lastOfItsConnection(Chain chain) {
    return chain.request().newBuilder().header("Connection", "close").build();
  }

  /**
   * Starts the calls.
   *
   * @param send sends a call, and returns when it is over
   * @return a future for the end of each
   */
  List<CompletableFuture<Void>> start(Consumer<Call> send, Executor executor) {
    return calls.stream()
        .map(
            each ->
                CompletableFuture.runAsync(() -> send.accept(each.call), executor)
                    .whenComplete((nothing, failure) -> each.connected.complete(null)))
        .toList();
  }

  /** Ends all of them. */
  void cancel() {
    for (ConnectingCall each : calls) {
      each.call.cancel();
      each.connected.complete(null);
    }
  }

  /**
   * Ends those without a connection, or all of them if none was waiting for others. Those that were
   * get their answer, without which OkHttp would not keep their connections.
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
   * @param connected is complete when it has a connection or will get none
   */
  private record ConnectingCall(Call call, CompletableFuture<Void> connected) {}
}
