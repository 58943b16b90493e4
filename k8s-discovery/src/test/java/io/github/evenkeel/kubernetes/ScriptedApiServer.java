/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static io.github.evenkeel.kubernetes.TestSlices.atVersion;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ListMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceListBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * An API server of which a test writes each answer: lists and watches of EndpointSlices as the
 * Kubernetes API documents them, over plain HTTP streams. Requests wait for their answers, so
 * nothing depends on who is faster.
 */
final class ScriptedApiServer implements AutoCloseable {
  private final BlockingQueue<Request> lists = new LinkedBlockingQueue<>();
  private final BlockingQueue<Request> watches = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final int port;

  ScriptedApiServer() throws IOException {
    this(0);
  }

  /** A server at the address of one that was closed. */
  ScriptedApiServer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext(
        "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices",
        exchange -> {
          Request request = new Request(exchange);
          (request.query().contains("watch=true") ? watches : lists).add(request);
        });
    server.start();
    this.port = server.getAddress().getPort();
  }

  int port() {
    return port;
  }

  /** A client that retries at once and only when the informer says so. */
  KubernetesClient client() {
    return client(/* token= */ null);
  }

  /** The same, with credentials. */
  KubernetesClient client(@Nullable OAuthTokenProvider token) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + port)
                .withOauthTokenProvider(token)
                .withOnlyHttpWatches(true)
                .withWatchReconnectInterval(1)
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  /** Waits for the next list. */
  Request list() throws InterruptedException {
    return next(lists, "list");
  }

  /** The same, while something goes on that leads to a list sooner or later. */
  Request listWhile(Runnable step) throws InterruptedException {
    for (int steps = 0; steps < 30_000; steps++) {
      Request request = lists.poll(1, MILLISECONDS);
      if (request != null) {
        return request;
      }
      step.run();
    }
    return fail("nobody came to list");
  }

  /** Waits for the next watch. */
  Request watch() throws InterruptedException {
    return next(watches, "watch");
  }

  private static Request next(BlockingQueue<Request> requests, String verb)
      throws InterruptedException {
    Request request = requests.poll(30, SECONDS);
    assertNotNull(request, "nobody came to " + verb);
    return request;
  }

  /** Cuts every connection. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A request that waits for its answer. */
  static final class Request {
    private final HttpExchange exchange;

    Request(HttpExchange exchange) {
      this.exchange = exchange;
    }

    String query() {
      return exchange.getRequestURI().getQuery();
    }

    void answerList(String resourceVersion, EndpointSlice... slices) throws IOException {
      answer(
          200,
          Serialization.asJson(
              new EndpointSliceListBuilder()
                  .withMetadata(new ListMetaBuilder().withResourceVersion(resourceVersion).build())
                  .withItems(slices)
                  .build()));
    }

    void refuse(int code, String reason, String message) throws IOException {
      answer(code, status(code, reason, message));
    }

    private void answer(int code, String json) throws IOException {
      byte[] body = json.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }

    /**
     * Begins the stream with a bookmark, as the API server sends one sooner or later, and these
     * events, all in one piece.
     */
    void answerWatch(String resourceVersion, String... events) throws IOException {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      send(bookmark(resourceVersion) + String.join("", events));
    }

    /** Goes on with the stream. */
    void send(String events) throws IOException {
      exchange.getResponseBody().write(events.getBytes(UTF_8));
      exchange.getResponseBody().flush();
    }

    /** Ends the stream in an orderly way, as the API server does after some minutes. */
    void end() {
      exchange.close();
    }
  }

  static String bookmark(String resourceVersion) {
    return event("BOOKMARK", Serialization.asJson(atVersion(resourceVersion, new EndpointSlice())));
  }

  static String modified(EndpointSlice slice) {
    return event("MODIFIED", Serialization.asJson(slice));
  }

  static String gone() {
    return event("ERROR", status(410, "Expired", "too old resource version: 1 (9)"));
  }

  private static String event(String type, String object) {
    return "{\"type\":\"%s\",\"object\":%s}\n".formatted(type, object);
  }

  private static String status(int code, String reason, String message) {
    return Serialization.asJson(
        new StatusBuilder()
            .withStatus("Failure")
            .withCode(code)
            .withReason(reason)
            .withMessage(message)
            .build());
  }
}
