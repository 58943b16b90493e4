/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static java.util.stream.Collectors.joining;

import io.github.evenkeel.okhttp.ConnectionRecycling;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;

/**
 * The demo: what the pods of a Service receive of the same requests, first from plain OkHttp, then
 * with connection recycling, then with Evenkeel; and how Evenkeel follows the pods.
 */
final class Demo {
  private static final int PODS = 4;
  private static final int REQUESTS = 100;

  /** More than enough for a hundred requests, or for a change of pods to be known. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int REQUESTS_PER_CONNECTION = 10;

  private final Terminal terminal;
  private final Duration second;

  /**
   * Makes a demo.
   *
   * @param second how long a second of the last scene takes; a test has no time for real ones
   */
  Demo(Terminal terminal, Duration second) {
    this.terminal = terminal;
    this.second = second;
  }

  /**
   * Plays all scenes.
   *
   * @throws DemoFailedException if one does not come out as promised
   * @throws IOException if a socket or the embedded Kubernetes API fails
   */
  void run() throws DemoFailedException, IOException, InterruptedException {
    try (Cluster cluster = Cluster.start(PODS)) {
      OkHttpClient client =
          new OkHttpClient.Builder().dns(cluster.dns()).callTimeout(Duration.ofSeconds(5)).build();
      terminal.heading(
          "One client, %d pods behind a Service, %d requests one after the other"
              .formatted(PODS, REQUESTS));
      plain(cluster, client);
      recycled(cluster, client);
      try (OkHttpLoadBalancing balancing =
          Orders.balancing(cluster.kubernetes(), cluster.serviceUrl())) {
        OkHttpClient balanced = balancing.wrap(client);
        balanced(cluster, balanced);
        new LiveScene(terminal, cluster, balancing, second, PATIENCE).run(balanced);
      }
      terminal.success("All came out as promised.");
    }
  }

  private void plain(Cluster cluster, OkHttpClient client) throws DemoFailedException {
    terminal.heading("1  Plain OkHttp through the virtual IP");
    int before = cluster.virtualIpConnections();
    List<Long> spread = send(cluster, client);
    terminal.line(
        "%d connection; the pod was chosen when it opened."
            .formatted(cluster.virtualIpConnections() - before));
    promise(
        spread.equals(List.of(100L, 0L, 0L, 0L)),
        "Plain OkHttp was to send all requests to the first pod",
        spread);
    client.connectionPool().evictAll();
  }

  private void recycled(Cluster cluster, OkHttpClient client) throws DemoFailedException {
    terminal.heading(
        "2  The virtual IP, each connection recycled after %d requests"
            .formatted(REQUESTS_PER_CONNECTION));
    ConnectionRecycling recycling =
        ConnectionRecycling.builder()
            .maxRequestsPerConnection(REQUESTS_PER_CONNECTION)
            .jitterPercent(0)
            .build();
    int before = cluster.virtualIpConnections();
    List<Long> spread = send(cluster, recycling.wrap(client));
    terminal.line(
        "%d connections, to one pod after the other."
            .formatted(cluster.virtualIpConnections() - before));
    promise(!spread.contains(0L), "With recycling, every pod was to be busy", spread);
    client.connectionPool().evictAll();
  }

  private void balanced(Cluster cluster, OkHttpClient balanced) throws DemoFailedException {
    terminal.heading("3  Evenkeel, straight to the pods");
    List<Long> spread = send(cluster, balanced);
    terminal.line("The pod was chosen for each request.");
    promise(
        spread.stream().allMatch(count -> 20 <= count && count <= 30),
        "Evenkeel was to send about the same number of requests to every pod",
        spread);
  }

  /** Sends the requests, draws what each pod received of them, and returns it. */
  private List<Long> send(Cluster cluster, OkHttpClient client) throws DemoFailedException {
    Map<String, Long> received = cluster.requests();
    received.replaceAll((pod, count) -> -count);
    SequentialRequests.send(client, cluster.url(), REQUESTS, PATIENCE).requireAnswers();
    cluster.requests().forEach((pod, count) -> received.merge(pod, count, Long::sum));
    terminal.bars(received, REQUESTS);
    return List.copyOf(received.values());
  }

  static void promise(boolean kept, String promise, List<Long> spread) throws DemoFailedException {
    if (!kept) {
      throw new DemoFailedException(
          promise
              + ", but the pods received "
              + spread.stream().map(String::valueOf).collect(joining("/"))
              + ".");
    }
  }
}
