/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.discovery.StaticEndpoints;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import io.github.evenkeel.okhttp.Retries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** What is measured: calls that go well, and calls that take a detour. */
final class Scenes {
  private static final String SERVICE = "http://orders.shop";
  private static final String KEY = "X-Affinity";

  private final Contest contest;

  Scenes(Contest contest) {
    this.contest = contest;
  }

  /** A client with one endpoint against a bare one, calling the same server. */
  Comparison plain(Wire wire, int threads)
      throws IOException, InterruptedException, ExecutionException {
    try (Server server = wire.server(200)) {
      String service = SERVICE + ":" + server.port();
      OkHttpClient bare = wire.client();
      try (OkHttpLoadBalancing balancing =
          OkHttpLoadBalancing.builder()
              .service(service, options -> options.endpoints(StaticEndpoints.of(at(server.port()))))
              .build()) {
        OkHttpClient wrapped = balancing.wrap(wire.client());
        Request request = new Request.Builder().url(service).build();
        return contest.hold(threads, () -> get(bare, request), () -> get(wrapped, request));
      }
    }
  }

  /**
   * A client whose calls are led to the server's endpoint and do nothing else against a bare one:
   * no pick, no account of the request, no retry. What this costs, a balancer that leads calls so
   * cannot do without: an application interceptor, since only that may override a call's settings;
   * three overrides, for an endpoint's address, its port and its connections; and a network
   * interceptor, since only that sees which connection it became.
   */
  Comparison led(Wire wire, int threads)
      throws IOException, InterruptedException, ExecutionException {
    try (Server server = wire.server(200)) {
      OkHttpClient bare = wire.client();
      OkHttpClient way = wire.client();
      OkHttpClient led =
          wire.client()
              .newBuilder()
              .addInterceptor(
                  chain ->
                      chain
                          .withDns(way.dns())
                          .withSocketFactory(way.socketFactory())
                          .withConnectionPool(way.connectionPool())
                          .proceed(chain.request()))
              .addNetworkInterceptor(chain -> chain.proceed(chain.request()))
              .build();
      Request request = new Request.Builder().url(SERVICE + ":" + server.port()).build();
      return contest.hold(threads, () -> get(bare, request), () -> get(led, request));
    }
  }

  /**
   * Calls of one thread that fail on one endpoint and are retried on another, against a bare client
   * that does the same by hand: one call to each.
   */
  Comparison retried(Wire wire, Detour detour)
      throws IOException, InterruptedException, ExecutionException {
    try (Server good = wire.server(200);
        Server unavailable = wire.server(503)) {
      int badPort = detour == Detour.REFUSED ? unusedPort() : unavailable.port();
      try (OkHttpLoadBalancing balancing =
          OkHttpLoadBalancing.builder()
              .service(
                  SERVICE,
                  options ->
                      options
                          .endpoints(StaticEndpoints.of(at(badPort), at(good.port())))
                          .algorithm(Algorithms.rendezvous())
                          .affinityHeader(KEY)
                          .retries(
                              Retries.builder()
                                  .retryableStatusCodes(503)
                                  .backoff(Duration.ZERO, Duration.ZERO)
                                  .build()))
              .build()) {
        OkHttpClient wrapped = balancing.wrap(wire.client());
        Request viaBad = requestThatStartsAt(badPort, balancing, wrapped);
        OkHttpClient bare = wire.client();
        Request toBad = to(badPort, viaBad);
        Request toGood = to(good.port(), viaBad);
        long before = completed(balancing, badPort);
        Comparison comparison =
            contest.hold(
                1,
                () -> {
                  tryGet(bare, toBad);
                  get(bare, toGood);
                },
                () -> get(wrapped, viaBad));
        long calls = comparison.pairs().stream().mapToLong(it -> it.wrapped().calls()).sum();
        if (completed(balancing, badPort) - before < calls) {
          throw new IllegalStateException("some of the calls took no detour");
        }
        return comparison;
      }
    }
  }

  /** Finds a key whose requests go to {@code port} first. */
  private static Request requestThatStartsAt(
      int port, OkHttpLoadBalancing balancing, OkHttpClient client) throws IOException {
    for (int key : IntStream.range(0, 100).toArray()) {
      Request request =
          new Request.Builder().url(SERVICE).header(KEY, Integer.toString(key)).build();
      long before = completed(balancing, port);
      get(client, request);
      if (completed(balancing, port) > before) {
        return request;
      }
    }
    throw new IllegalStateException("of 100 keys none belongs to the endpoint at " + port);
  }

  private static long completed(OkHttpLoadBalancing balancing, int port) {
    List<EndpointStatistics> statistics = balancing.statistics(SERVICE);
    return statistics.stream()
        .filter(it -> it.endpoint().address().getPort() == port)
        .mapToLong(it -> it.succeeded() + it.failed())
        .sum();
  }

  private static Request to(int port, Request like) {
    return like.newBuilder().url(like.url().newBuilder().port(port).build()).build();
  }

  private static String at(int port) {
    return "127.0.0.1:" + port;
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void get(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      response.body().bytes();
      if (!response.isSuccessful()) {
        throw new IOException("answer " + response);
      }
    }
  }

  private static void tryGet(OkHttpClient client, Request request) {
    try (Response response = client.newCall(request).execute()) {
      response.body().bytes();
    } catch (IOException refused) {
      // As expected.
    }
  }
}
