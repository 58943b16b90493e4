/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.EndpointStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The service {@code orders.shop}: its pods, its discovery, and a client that is balanced over it.
 */
public final class Shop implements AutoCloseable {
  final Wire wire;
  public final ScriptedEndpoints discovery = new ScriptedEndpoints();
  public final Pod[] pods;
  final OkHttpLoadBalancing balancing;
  public final OkHttpClient client;

  public Shop(Wire wire, int pods) {
    this(wire, pods, client -> {}, balancing -> {}, service -> {});
  }

  public Shop(
      Wire wire,
      int pods,
      Consumer<OkHttpClient.Builder> clientOptions,
      Consumer<OkHttpLoadBalancing.Builder> balancingOptions) {
    this(wire, pods, clientOptions, balancingOptions, service -> {});
  }

  public Shop(
      Wire wire,
      int pods,
      Consumer<OkHttpClient.Builder> clientOptions,
      Consumer<OkHttpLoadBalancing.Builder> balancingOptions,
      Consumer<ServiceBuilder> serviceOptions) {
    this.wire = wire;
    this.pods = Pod.start(wire, pods);
    OkHttpLoadBalancing.Builder builder =
        OkHttpLoadBalancing.builder()
            .service(
                wire.baseUrl(),
                service ->
                    serviceOptions.accept(
                        service.endpoints(discovery).algorithm(Algorithms.leastRequest())));
    balancingOptions.accept(builder);
    this.balancing = builder.build();
    discovery.publish(this.pods);
    OkHttpClient.Builder plain = wire.client().callTimeout(Duration.ofSeconds(30));
    clientOptions.accept(plain);
    this.client = balancing.wrap(plain.build());
  }

  public Request request(String path) {
    return new Request.Builder().url(wire.baseUrl() + path).build();
  }

  /** GETs a path and returns the body. */
  public String get(String path) throws IOException {
    return get(client, request(path));
  }

  public static String get(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return response.body().string();
    }
  }

  List<EndpointStatistics> statistics() {
    return balancing.statistics(wire.baseUrl());
  }

  public int inFlight() {
    return statistics().stream().mapToInt(EndpointStatistics::inFlight).sum();
  }

  long succeeded() {
    return statistics().stream().mapToLong(EndpointStatistics::succeeded).sum();
  }

  long failed() {
    return statistics().stream().mapToLong(EndpointStatistics::failed).sum();
  }

  long canceled() {
    return statistics().stream().mapToLong(EndpointStatistics::canceled).sum();
  }

  List<Integer> requestCounts() {
    return Arrays.stream(pods).map(Pod::requestCount).toList();
  }

  @Override
  public void close() {
    balancing.close();
    client.dispatcher().executorService().shutdownNow();
    for (Pod pod : pods) {
      pod.close();
    }
  }
}
