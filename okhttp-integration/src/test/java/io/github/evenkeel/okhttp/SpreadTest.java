/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.discovery.StaticEndpoints;
import io.github.evenkeel.okhttp.internal.call.Attempt;
import io.github.evenkeel.okhttp.internal.call.CallState;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpreadTest {
  @ParameterizedTest
  @EnumSource
  void hundredSequentialRequestsSpreadEvenlyOverFourPods(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 4)) {
      for (int i = 0; i < 100; i++) {
        shop.get("/" + i);
      }
      assertEquals(List.of(25, 25, 25, 25), shop.requestCounts());
      assertEquals(0, shop.inFlight());
      assertEquals(100, shop.succeeded());
      for (Pod pod : shop.pods) {
        assertEquals(1, pod.connectionCount(), "connections to " + pod.name());
      }
    }
  }

  @Test
  void byDefaultEveryPodIsUsed() throws IOException {
    Pod[] pods = Pod.start(Wire.HTTP_1, 4);
    try (OkHttpLoadBalancing balancing =
        OkHttpLoadBalancing.builder()
            .service(
                "http://orders.shop",
                service ->
                    service.endpoints(
                        StaticEndpoints.of(Arrays.stream(pods).map(Pod::endpoint).toList())))
            .build()) {
      OkHttpClient client = balancing.wrap(Wire.HTTP_1.client().build());
      Request request = new Request.Builder().url("http://orders.shop/").build();
      for (int i = 0; i < 8; i++) {
        Shop.get(client, request);
      }
      for (Pod pod : pods) {
        assertTrue(pod.requestCount() > 0, pod.name());
      }
    } finally {
      for (Pod pod : pods) {
        pod.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOpenStreamDoesNotMakeItsPodLookSlowOrHung(Wire wire) throws IOException {
    // trap 31
    try (Shop shop =
        new Shop(
            wire,
            3,
            client -> {},
            balancing -> {},
            service -> service.algorithm(Algorithms.adaptiveStride()))) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> pod.ok().body("x".repeat(100_000)).build());
      }
      try (Response stream = shop.client.newCall(shop.request("/stream")).execute()) {
        assertEquals(200, stream.code());
        assertEquals(1, shop.inFlight());
        for (int i = 0; i < 300; i++) {
          shop.get("/" + i);
        }
      }
      for (int count : shop.requestCounts()) {
        assertEquals(100, count, 10, shop.requestCounts().toString());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noneOf3000ConcurrentRequestsReachesAnotherPodThanThePickedOne(Wire wire) throws Exception {
    Map<Integer, String> podByPort;
    Queue<String> misrouted = new ConcurrentLinkedQueue<>();
    Queue<IOException> failures = new ConcurrentLinkedQueue<>();
    int count = 3000;
    try (Shop shop = new Shop(wire, 4)) {
      podByPort = Arrays.stream(shop.pods).collect(Collectors.toMap(Pod::port, Pod::name));
      OkHttpClient client =
          shop.client
              .newBuilder()
              .addNetworkInterceptor(
                  chain -> {
                    Attempt attempt = requireNonNull(CallState.ifAny(chain.call())).attempt();
                    assertNotNull(attempt);
                    Response response = chain.proceed(chain.request());
                    String picked = podByPort.get(attempt.endpoint().address().getPort());
                    if (!response.header("X-Pod", "").equals(picked)) {
                      misrouted.add(picked + " was picked, got " + response.header("X-Pod"));
                    }
                    return response;
                  })
              .build();
      client.dispatcher().setMaxRequests(256);
      client.dispatcher().setMaxRequestsPerHost(256);
      CountDownLatch done = new CountDownLatch(count);
      for (int i = 0; i < count; i++) {
        client.newCall(shop.request("/" + i)).enqueue(new Draining(failures, done));
      }
      assertTrue(done.await(60, TimeUnit.SECONDS));

      assertEquals(List.of(), List.copyOf(failures));
      assertEquals(List.of(), List.copyOf(misrouted));
      assertEquals(0, shop.inFlight());
      Map<Endpoint, Long> counted =
          shop.statistics().stream()
              .collect(
                  Collectors.toMap(EndpointStatistics::endpoint, EndpointStatistics::succeeded));
      Map<Endpoint, Long> served =
          Arrays.stream(shop.pods)
              .collect(Collectors.toMap(Pod::endpoint, pod -> (long) pod.requestCount()));
      assertEquals(served, counted);
      assertEquals(
          Arrays.stream(shop.pods).map(Pod::name).collect(Collectors.toSet()),
          Arrays.stream(shop.pods)
              .filter(pod -> pod.requestCount() > count / 8)
              .collect(Collectors.toMap(Pod::name, Function.identity()))
              .keySet(),
          "pods with a fair share");
    }
  }

  private record Draining(Queue<IOException> failures, CountDownLatch done) implements Callback {
    @Override
    public void onFailure(Call call, IOException e) {
      failures.add(e);
      done.countDown();
    }

    @Override
    public void onResponse(Call call, Response response) throws IOException {
      response.body().string();
      done.countDown();
    }
  }
}
