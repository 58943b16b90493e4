/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.okhttp.internal.Environment;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionRecyclingTest {
  private final AtomicLong now = new AtomicLong();
  private final Environment atNow =
      new Environment(now::get, LoadBalancerBuilder.sharedScheduler(), ThreadLocalRandom::current);

  @ParameterizedTest
  @EnumSource
  void aConnectionTakesExactlyItsNumberOfRequests(Wire wire) throws IOException {
    ConnectionRecycling everyThird =
        ConnectionRecycling.builder().maxRequestsPerConnection(3).build();
    try (Pod pod = Pod.start(wire, "pod")) {
      OkHttpClient client = everyThird.wrap(wire.client().build());
      for (int i = 0; i < 10; i++) {
        Shop.get(client, toLocalhost(wire, pod));
      }
      assertEquals(
          List.of(0, 0, 0, 1, 1, 1, 2, 2, 2, 3),
          pod.requests().map(RecordedRequest::getConnectionIndex).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachPodsConnectionsAreCountedApart(Wire wire) throws IOException {
    ConnectionRecycling everyFifth =
        ConnectionRecycling.builder().maxRequestsPerConnection(5).build();
    try (Shop shop = new Shop(wire, 2, client -> {}, b -> b.recycling(everyFifth))) {
      for (int i = 0; i < 20; i++) {
        shop.get("/");
      }
      for (Pod pod : shop.pods) {
        assertEquals(10, pod.requestCount());
        assertEquals(2, pod.connectionCount());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientsThatShareAConnectionShareItsLimits(Wire wire) throws IOException {
    ConnectionRecycling everyFourth =
        ConnectionRecycling.builder().maxRequestsPerConnection(4).build();
    try (Shop shop = new Shop(wire, 1, client -> {}, b -> b.recycling(everyFourth))) {
      OkHttpClient plain = wire.client().build();
      List<OkHttpClient> clients = List.of(shop.balancing.wrap(plain), shop.balancing.wrap(plain));
      for (int i = 0; i < 12; i++) {
        Shop.get(clients.get(i % 2), shop.request("/"));
      }
      assertEquals(3, shop.pods[0].connectionCount());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionPastItsAgeTakesOneLastRequest(Wire wire) throws IOException {
    ConnectionRecycling hourly =
        ConnectionRecycling.builder()
            .maxConnectionAge(Duration.ofHours(1))
            .jitterPercent(0)
            .build();
    try (Pod pod = Pod.start(wire, "pod")) {
      OkHttpClient client = hourly.wrap(wire.client().build(), atNow);
      Request request = toLocalhost(wire, pod);
      Shop.get(client, request);
      now.addAndGet(Duration.ofHours(1).toNanos() - 1);
      Shop.get(client, request);
      now.addAndGet(1);
      Shop.get(client, request);
      Shop.get(client, request);
      assertEquals(
          List.of(0, 0, 0, 1), pod.requests().map(RecordedRequest::getConnectionIndex).toList());
    }
  }

  @Test
  void connectionsPastTheirAgeEndOneAfterTheOther() throws IOException {
    ConnectionRecycling hourly =
        ConnectionRecycling.builder()
            .maxConnectionAge(Duration.ofHours(1))
            .jitterPercent(0)
            .maxAgedPerSecond(2)
            .build();
    try (Shop shop =
        new Shop(Wire.HTTP_1, 4, client -> {}, b -> b.recycling(hourly).environment(atNow))) {
      getFromEach(shop);
      now.addAndGet(Duration.ofHours(1).toNanos());
      for (int ended = 1; ended <= 4; ended++) {
        getFromEach(shop);
        getFromEach(shop);
        long opened = Stream.of(shop.pods).mapToLong(Pod::connectionCount).sum();
        assertEquals(4 + ended, opened, "connections, " + ended + " of which are new");
        now.addAndGet(Duration.ofMillis(500).toNanos());
      }
    }
  }

  private static void getFromEach(Shop shop) throws IOException {
    for (int i = 0; i < shop.pods.length; i++) {
      shop.get("/");
    }
  }

  @Test
  void connectionsThatBeginTogetherDoNotEndTogether() {
    Random random = new Random(1);
    ConnectionRecycling hourly =
        ConnectionRecycling.builder()
            .maxConnectionAge(Duration.ofHours(1))
            .jitterPercent(20)
            .build();
    LongStream lifetimes =
        IntStream.range(0, 1000)
            .mapToLong(i -> hourly.policy().drawLifetimeNanos(random) / 1_000_000_000);
    var summary = lifetimes.summaryStatistics();
    assertTrue(summary.getMax() <= 3600, "longest " + summary.getMax());
    assertTrue(summary.getMax() > 3550, "longest " + summary.getMax());
    assertTrue(summary.getMin() >= 2880, "shortest " + summary.getMin());
    assertTrue(summary.getMin() < 2930, "shortest " + summary.getMin());
    assertEquals(3240, summary.getAverage(), 20);
  }

  @Test
  void connectionsThatTakeTurnsDoNotReachTheirNumberOfRequestsTogether() throws IOException {
    Random random = new Random(1);
    ConnectionRecycling recycling =
        ConnectionRecycling.builder().maxRequestsPerConnection(100).build();
    try (Shop shop =
        new Shop(
            Wire.HTTP_1, 20, client -> {}, b -> b.recycling(recycling).environment(by(random)))) {
      for (int i = 0; i < 101; i++) {
        getFromEach(shop);
      }
      List<Integer> limits =
          Stream.of(shop.pods).map(ConnectionRecyclingTest::firstConnectionsRequests).toList();
      assertTrue(Collections.max(limits) <= 100, "limits " + limits);
      assertTrue(Collections.min(limits) > 80, "limits " + limits);
      for (int limit : limits) {
        assertTrue(Collections.frequency(limits, limit) <= 5, "limits " + limits);
      }
    }
  }

  private static int firstConnectionsRequests(Pod pod) {
    return (int) pod.requests().filter(request -> request.getConnectionIndex() == 0).count();
  }

  @Test
  void theNumberOfRequestsIsDrawnFromTheLastPartOfTheRange() {
    Random random = new Random(1);
    ConnectionRecycling.Builder builder =
        ConnectionRecycling.builder().maxRequestsPerConnection(1000);
    ConnectionRecycling recycling = builder.build();
    var summary =
        IntStream.range(0, 10_000)
            .map(i -> recycling.policy().drawMaxRequests(random))
            .summaryStatistics();
    assertEquals(1000, summary.getMax());
    assertEquals(801, summary.getMin());
    assertEquals(900.5, summary.getAverage(), 2);
    assertEquals(1000, builder.jitterPercent(0).build().policy().drawMaxRequests(random));
    assertEquals(
        1,
        builder
            .jitterPercent(100)
            .maxRequestsPerConnection(1)
            .build()
            .policy()
            .drawMaxRequests(random));
    ConnectionRecycling byAge =
        ConnectionRecycling.builder().maxConnectionAge(Duration.ofHours(1)).build();
    assertEquals(Integer.MAX_VALUE, byAge.policy().drawMaxRequests(random));
  }

  @Test
  void requestsUnderWayOnARecycledHttp2ConnectionFinish() throws Exception {
    Wire wire = Wire.HTTP_2_TLS;
    CountDownLatch bothArrived = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    ConnectionRecycling everyThird =
        ConnectionRecycling.builder().maxRequestsPerConnection(3).build();
    try (Pod pod = Pod.start(wire, "pod")) {
      pod.answers(
          request -> {
            if (request.getTarget().equals("/slow")) {
              bothArrived.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
            return pod.ok().build();
          });
      OkHttpClient client = everyThird.wrap(wire.client().build());
      Request quick = toLocalhost(wire, pod);
      Request slow = quick.newBuilder().url(quick.url().resolve("/slow")).build();
      Shop.get(client, quick);
      CompletableFuture<String> one = CompletableFuture.supplyAsync(() -> body(client, slow));
      CompletableFuture<String> two = CompletableFuture.supplyAsync(() -> body(client, slow));
      assertTrue(bothArrived.await(10, TimeUnit.SECONDS));
      // One of the two was the third. It has no answer yet, so the connection is still in use.
      release.countDown();
      assertEquals("pod", one.get(10, TimeUnit.SECONDS));
      assertEquals("pod", two.get(10, TimeUnit.SECONDS));
      Shop.get(client, quick);
      assertEquals(
          List.of(0, 0, 0, 1), pod.requests().map(RecordedRequest::getConnectionIndex).toList());
    }
  }

  /** A limit of OkHttp's that docs/recycling.md tells of. */
  @Test
  @Timeout(60)
  void eachCallerConnectsWhenAnHttp2ConnectionIsRecycled() throws Exception {
    int callers = 8;
    Wire wire = Wire.HTTP_2_TLS;
    CyclicBarrier allConnect = new CyclicBarrier(callers);
    AtomicBoolean recycled = new AtomicBoolean();
    CountingSockets sockets =
        new CountingSockets(() -> recycled.get() ? new MeetingSocket(allConnect) : new Socket());
    ConnectionRecycling hourly =
        ConnectionRecycling.builder().maxConnectionAge(Duration.ofHours(1)).build();
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try (Pod pod = Pod.start(wire, "pod")) {
      OkHttpClient client = hourly.wrap(wire.client().socketFactory(sockets).build(), atNow);
      Request request = toLocalhost(wire, pod);
      Shop.get(client, request);
      now.addAndGet(Duration.ofHours(1).toNanos());
      Shop.get(client, request);
      recycled.set(true);
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        answers.add(threads.submit(() -> Shop.get(client, request)));
      }
      for (Future<String> answer : answers) {
        assertEquals("pod", answer.get());
      }
      assertEquals(1 + callers, sockets.created());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theServerIsToldOnHttp1AndTheUserSeesNothing() throws IOException {
    ConnectionRecycling everySecond =
        ConnectionRecycling.builder().maxRequestsPerConnection(2).build();
    try (Pod pod = Pod.start(Wire.HTTP_1, "pod")) {
      OkHttpClient client = everySecond.wrap(Wire.HTTP_1.client().build());
      Shop.get(client, toLocalhost(Wire.HTTP_1, pod));
      try (Response response = client.newCall(toLocalhost(Wire.HTTP_1, pod)).execute()) {
        assertNull(response.request().header("Connection"));
      }
      assertEquals(
          List.of("Keep-Alive", "close"),
          pod.requests().map(request -> request.getHeaders().get("Connection")).toList());
    }
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    ConnectionRecycling.Builder builder = ConnectionRecycling.builder();
    assertMessage(
        "maxConnectionAge must be above 0 s and at most 365 d, but was -1 s",
        assertThrows(
            IllegalArgumentException.class,
            () -> builder.maxConnectionAge(Duration.ofSeconds(-1))));
    assertMessage(
        "maxConnectionAge must be above 0 s and at most 365 d, but was 0 s",
        assertThrows(
            IllegalArgumentException.class, () -> builder.maxConnectionAge(Duration.ZERO)));
    assertMessage(
        "maxConnectionAge must be above 0 s and at most 365 d, but was 366 d",
        assertThrows(
            IllegalArgumentException.class, () -> builder.maxConnectionAge(Duration.ofDays(366))));
    assertMessage(
        "jitterPercent must be in percent, 0 or from 1 to 100, but was -0.1",
        assertThrows(IllegalArgumentException.class, () -> builder.jitterPercent(-0.1)));
    assertMessage(
        "maxAgedPerSecond must be from 0.001 to 1000000, but was 1000001.0",
        assertThrows(IllegalArgumentException.class, () -> builder.maxAgedPerSecond(1_000_001)));
    assertMessage(
        "jitterPercent must be in percent, 0 or from 1 to 100, but was 0.2; did you mean 20?",
        assertThrows(IllegalArgumentException.class, () -> builder.jitterPercent(0.2)));
    assertMessage(
        "jitterPercent must be in percent, 0 or from 1 to 100, but was NaN",
        assertThrows(IllegalArgumentException.class, () -> builder.jitterPercent(Double.NaN)));
    assertMessage(
        "maxAgedPerSecond must be from 0.001 to 1000000, but was 0.0",
        assertThrows(IllegalArgumentException.class, () -> builder.maxAgedPerSecond(0)));
    assertMessage(
        "maxRequestsPerConnection must be at least 1, but was 0",
        assertThrows(IllegalArgumentException.class, () -> builder.maxRequestsPerConnection(0)));
    assertMessage(
        "connection recycling needs maxConnectionAge or maxRequestsPerConnection: with neither it would recycle nothing",
        assertThrows(IllegalStateException.class, builder::build));
  }

  private static void assertMessage(String expected, Exception thrown) {
    assertEquals(expected, thrown.getMessage());
  }

  private static Request toLocalhost(Wire wire, Pod pod) {
    String scheme = wire.isTls() ? "https" : "http";
    return new Request.Builder().url(scheme + "://localhost:" + pod.port() + "/").build();
  }

  private static String body(OkHttpClient client, Request request) {
    try {
      return Shop.get(client, request);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Is connected once as many others are. */
  private static final class MeetingSocket extends Socket {
    private final CyclicBarrier meeting;

    MeetingSocket(CyclicBarrier meeting) {
      this.meeting = meeting;
    }

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
      super.connect(address, timeout);
      try {
        meeting.await();
      } catch (InterruptedException | BrokenBarrierException e) {
        throw new IOException(e);
      }
    }
  }

  private static Environment by(Random random) {
    return new Environment(System::nanoTime, LoadBalancerBuilder.sharedScheduler(), () -> random);
  }
}
