/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.internal.option.Durations;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** New pods have connections before they take traffic. */
@Timeout(60)
class PreconnectTest {
  /** Nothing takes so long here, unless {@link #timer} says so. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private final CountingSockets sockets = new CountingSockets();
  private final ManualScheduler timer = new ManualScheduler();

  @ParameterizedTest
  @EnumSource
  void theFirstRequestToANewPodOpensNoConnection(Wire wire) throws IOException {
    try (Shop shop = shop(wire, Preconnect.builder("/healthz"));
        Pod fresh = Pod.start(wire, "fresh")) {
      shop.get("/");
      assertEquals(1, sockets.created());
      shop.discovery.publish(shop.pods[0], fresh);
      awaitTraffic(shop, fresh.endpoint());
      assertEquals(2, sockets.created());
      assertEquals(1, sockets.openTo(fresh.port()));

      shop.discovery.publish(fresh);
      assertEquals("fresh", shop.get("/"));
      assertEquals(2, sockets.created());
      assertEquals(
          List.of("HEAD /healthz", "GET /"),
          fresh
              .requests()
              .map(request -> request.getMethod() + " " + request.getTarget())
              .toList());
      assertEquals(1, fresh.connectionCount());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPodTakesNoTrafficBeforeItHasAnswered(Wire wire) throws IOException {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (Shop shop = shop(wire, Preconnect.builder("/healthz"));
        Pod fresh = Pod.start(wire, "fresh")) {
      fresh.answers(
          request -> {
            awaitUninterruptibly(mayAnswer);
            return new MockResponse.Builder().build();
          });
      shop.discovery.publish(shop.pods[0], fresh);
      await(() -> fresh.requestCount() == 1);
      for (int i = 0; i < 4; i++) {
        assertEquals("pod-0", shop.get("/"));
      }
      assertEquals(List.of(shop.pods[0].endpoint()), traffic(shop));
      mayAnswer.countDown();
      awaitTraffic(shop, fresh.endpoint());
    }
  }

  @ParameterizedTest
  @EnumSource
  void asManyConnectionsComeAboutAsAskedForUnlessOneIsEnough(Wire wire) throws IOException {
    try (Shop shop = shop(wire, Preconnect.builder("/healthz").connections(3));
        Pod fresh = Pod.start(wire, "fresh")) {
      shop.discovery.publish(shop.pods[0], fresh);
      awaitTraffic(shop, fresh.endpoint());
      assertEquals(3, fresh.requestCount());
      assertEquals(wire.isMultiplexed() ? 1 : 3, sockets.openTo(fresh.port()));
    }
  }

  @Test
  void moreConnectionsThanThreadsComeAboutOneEndpointAfterTheOther() throws IOException {
    Pod[] fresh = Pod.start(Wire.HTTP_1, 3);
    try (Shop shop = shop(Wire.HTTP_1, Preconnect.builder("/").connections(32))) {
      Pod first = shop.pods[0];
      shop.discovery.publish(Stream.concat(Stream.of(first), Stream.of(fresh)).toArray(Pod[]::new));
      for (Pod pod : fresh) {
        await(() -> traffic(shop).contains(pod.endpoint()));
        assertEquals(32, sockets.openTo(pod.port()));
      }
    } finally {
      for (Pod pod : fresh) {
        pod.close();
      }
    }
  }

  @Test
  void twoServicesThatOpenConnectionsAtOnceDoNotWaitForEachOther() throws Exception {
    Preconnect options = Preconnect.builder("/").connections(60).timeout(LONG).build();
    ScriptedEndpoints[] discoveries = {new ScriptedEndpoints(), new ScriptedEndpoints()};
    Pod[] old = Pod.start(Wire.HTTP_1, 2);
    Pod[] fresh = Pod.start(Wire.HTTP_1, 2);
    try (OkHttpLoadBalancing balancing =
        OkHttpLoadBalancing.builder()
            .environment(timer.environment())
            .service("http://a.shop", a -> a.endpoints(discoveries[0]).preconnect(options))
            .service("http://b.shop", b -> b.endpoints(discoveries[1]).preconnect(options))
            .build()) {
      OkHttpClient unused = balancing.wrap(Wire.HTTP_1.client().socketFactory(sockets).build());
      CyclicBarrier together = new CyclicBarrier(2);
      List<CompletableFuture<Void>> published = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int service = i;
        discoveries[service].publish(old[service]);
        published.add(
            CompletableFuture.runAsync(
                () -> {
                  meet(together);
                  discoveries[service].publish(old[service], fresh[service]);
                },
                command -> new Thread(command).start()));
      }
      CompletableFuture.allOf(published.toArray(CompletableFuture[]::new)).get();
      await(() -> traffic(balancing, "http://a.shop").contains(fresh[0].endpoint()));
      await(() -> traffic(balancing, "http://b.shop").contains(fresh[1].endpoint()));
      for (Pod pod : fresh) {
        assertEquals(60, sockets.openTo(pod.port()));
      }
    } finally {
      Stream.of(old, fresh).flatMap(Stream::of).forEach(Pod::close);
    }
  }

  @Test
  void connectionsThatAreOpenWhenTheTimeIsUpAreKept() throws IOException {
    StuckSockets stuck = new StuckSockets(3);
    CountingSockets users = new CountingSockets(stuck);
    try (Shop shop = shop(Preconnect.builder("/healthz").connections(3), users);
        Pod fresh = Pod.start(Wire.HTTP_1, "fresh")) {
      shop.discovery.publish(shop.pods[0], fresh);
      await(() -> waitingThreads() == 2 && stuck.isReached());
      timer.fireAll();
      awaitTraffic(shop, fresh.endpoint());
      await(() -> fresh.requestCount() == 2 && threads() == 0);
      assertEquals(2, users.openTo(fresh.port()));
      shop.discovery.publish(fresh);
      shop.get("/");
      assertEquals(3, users.created());
    }
  }

  @Test
  void closingAlsoEndsWhatGoesOnWhenTheTimeIsUp() throws IOException {
    StuckSockets stuck = new StuckSockets(3);
    CountingSockets users = new CountingSockets(stuck);
    try (Shop shop = shop(Preconnect.builder("/").connections(3), users);
        Pod silent = silentPod(Wire.HTTP_1)) {
      shop.discovery.publish(shop.pods[0], silent);
      await(() -> waitingThreads() == 2 && stuck.isReached());
      timer.fireAll();
      await(() -> silent.requestCount() == 2);
      shop.balancing.close();
      await(() -> users.openTo(silent.port()) == 0 && threads() == 0);
    }
  }

  @Test
  void anyAnswerWillDoAndARedirectIsNotFollowed() throws IOException {
    try (Shop shop = shop(Wire.HTTP_1, Preconnect.builder("/healthz?deep=1").method("GET"));
        Pod fresh = Pod.start(Wire.HTTP_1, "fresh")) {
      fresh.answers(
          request ->
              new MockResponse.Builder().code(302).setHeader("Location", "/elsewhere").build());
      shop.discovery.publish(shop.pods[0], fresh);
      awaitTraffic(shop, fresh.endpoint());
      assertEquals(
          List.of("/healthz?deep=1"), fresh.requests().map(RecordedRequest::getTarget).toList());
      assertEquals(1, sockets.openTo(fresh.port()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPodThatNeverAnswersTakesTrafficAfterTheTimeout(Wire wire) throws IOException {
    try (Shop shop = shop(wire, Preconnect.builder("/"));
        Pod silent = silentPod(wire)) {
      shop.discovery.publish(shop.pods[0], silent);
      await(() -> silent.requestCount() == 1);
      assertEquals(List.of(shop.pods[0].endpoint()), traffic(shop));
      assertEquals(List.of(LONG), timer.delays());
      timer.fireAll();
      assertEquals(List.of(shop.pods[0].endpoint(), silent.endpoint()), traffic(shop));
      // HTTP/2 gives up the request and keeps the connection.
      await(() -> wire.isMultiplexed() || sockets.openTo(silent.port()) == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPodThatGoesWhileItIsHeldBackIsLeftAtOnce(Wire wire) throws IOException {
    try (Shop shop = shop(wire, Preconnect.builder("/"));
        Pod silent = silentPod(wire)) {
      shop.discovery.publish(shop.pods[0], silent);
      await(() -> silent.requestCount() == 1);
      shop.discovery.publish(shop.pods[0]);
      await(() -> sockets.openTo(silent.port()) == 0);
      assertEquals(List.of(shop.pods[0].endpoint()), traffic(shop));
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingEndsItAndLeavesNoThread(Wire wire) throws IOException {
    try (Shop shop = shop(wire, Preconnect.builder("/").connections(2));
        Pod silent = silentPod(wire)) {
      shop.discovery.publish(shop.pods[0], silent);
      await(() -> silent.requestCount() == 2);
      shop.balancing.close();
      await(() -> sockets.openTo(silent.port()) == 0 && threads() == 0);
      timer.fireAll();
      assertEquals(List.of(), traffic(shop));
    }
  }

  @Test
  void threadsGoWhenThereIsNothingToOpen() throws IOException {
    try (Shop shop = shop(Wire.HTTP_1, Preconnect.builder("/"));
        Pod fresh = Pod.start(Wire.HTTP_1, "fresh")) {
      shop.discovery.publish(shop.pods[0], fresh);
      awaitTraffic(shop, fresh.endpoint());
      await(() -> threads() == 0);
    }
  }

  @Test
  void itIsNoneOfTheUsersRequests(@TempDir Path directory) throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Shop shop =
            shop(
                Wire.HTTP_1,
                Preconnect.builder("/healthz").method("GET"),
                client ->
                    client
                        .cache(cache)
                        .cookieJar(new ForbiddenCookies())
                        .authenticator(
                            (route, response) -> {
                              throw forbidden();
                            })
                        .addInterceptor(
                            chain -> {
                              throw forbidden();
                            })
                        .eventListener(
                            new EventListener() {
                              @Override
                              public void callStart(Call call) {
                                throw forbidden();
                              }
                            })
                        .addNetworkInterceptor(
                            chain ->
                                chain.proceed(
                                    chain.request().newBuilder().header("X-Mesh", "a").build())));
        Pod fresh = Pod.start(Wire.HTTP_1, "fresh")) {
      fresh.answers(
          request ->
              new MockResponse.Builder()
                  .code(401)
                  .setHeader("Cache-Control", "max-age=600")
                  .setHeader("WWW-Authenticate", "Basic")
                  .setHeader("Set-Cookie", "a=b")
                  .build());
      shop.discovery.publish(shop.pods[0], fresh);
      awaitTraffic(shop, fresh.endpoint());
      assertEquals(
          List.of("a"),
          fresh.requests().map(request -> request.getHeaders().get("X-Mesh")).toList());
      assertEquals(0, cache.requestCount());
      assertEquals(0, shop.succeeded() + shop.failed() + shop.canceled());
      assertEquals(0, shop.client.dispatcher().runningCallsCount());
    }
  }

  @Test
  void aNetworkInterceptorThatLetsFewThroughAtOnceHoldsUpNothing() throws IOException {
    Semaphore bulkhead = new Semaphore(2);
    try (Shop shop =
            shop(
                Wire.HTTP_1,
                Preconnect.builder("/").connections(3),
                client ->
                    client.addNetworkInterceptor(
                        chain -> {
                          bulkhead.acquireUninterruptibly();
                          try {
                            return chain.proceed(chain.request());
                          } finally {
                            bulkhead.release();
                          }
                        }));
        Pod fresh = Pod.start(Wire.HTTP_1, "fresh")) {
      shop.discovery.publish(shop.pods[0], fresh);
      awaitTraffic(shop, fresh.endpoint()); // Although the time is not up.
      assertEquals(3, sockets.openTo(fresh.port()));
      assertEquals(2, bulkhead.availablePermits());
    }
  }

  @Test
  void clientsThatShareConnectionsGetOneAndOthersTheirOwn() throws IOException {
    try (Shop shop = shop(Wire.HTTP_1, Preconnect.builder("/"));
        Pod fresh = Pod.start(Wire.HTTP_1, "fresh")) {
      OkHttpClient plain =
          Wire.HTTP_1.client().dns(host -> Wire.onlyLocalhost(host)).socketFactory(sockets).build();
      OkHttpClient one = shop.balancing.wrap(plain);
      OkHttpClient same = shop.balancing.wrap(plain);
      shop.discovery.publish(shop.pods[0], fresh);
      awaitTraffic(shop, fresh.endpoint());
      // The shop's own client has another Dns object than these two.
      assertEquals(2, sockets.openTo(fresh.port()));
      shop.discovery.publish(fresh);
      for (OkHttpClient client : List.of(shop.client, one, same)) {
        Shop.get(client, shop.request("/"));
      }
      assertEquals(2, sockets.created());
    }
  }

  @Test
  void aClientThatWasMadeOfAWrappedOneStandsForIt() throws IOException {
    try (Shop shop = shop(Wire.HTTP_1, Preconnect.builder("/"));
        Pod fresh = Pod.start(Wire.HTTP_1, "fresh")) {
      CountingSockets others = new CountingSockets();
      OkHttpClient changed =
          shop.balancing
              .wrap(Wire.HTTP_1.client().socketFactory(others).build())
              .newBuilder()
              .readTimeout(Duration.ofSeconds(5))
              .build();
      System.gc(); // May take the one that was wrapped, of which nobody knows.
      shop.discovery.publish(shop.pods[0], fresh);
      awaitTraffic(shop, fresh.endpoint());
      assertEquals(1, others.openTo(fresh.port()));
      shop.discovery.publish(fresh);
      Shop.get(changed, shop.request("/"));
      assertEquals(1, others.created());
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertRefused(
        "path of preconnect must start with a slash, such as /healthz, but was \"healthz\"",
        () -> Preconnect.builder("healthz"));
    Preconnect.Builder builder = Preconnect.builder("/healthz");
    assertRefused(
        "method of preconnect must be HEAD or GET, but was \"POST\"", () -> builder.method("POST"));
    for (int connections : new int[] {0, 65}) {
      assertRefused(
          "connections of preconnect must be from 1 to 64, but was " + connections,
          () -> builder.connections(connections));
    }
    for (Duration timeout :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(61))) {
      assertRefused(
          "timeout of preconnect must be above 0 s and at most 1 min, but was "
              + Durations.text(timeout),
          () -> builder.timeout(timeout));
    }
    assertRefused(
        "preconnect of service http://orders.shop must open no more connections than"
            + " idleConnections keeps for each endpoint, which is 2, but was Preconnect[HEAD /healthz,"
            + " connections=3, timeout=1 s]",
        () ->
            OkHttpLoadBalancing.builder()
                .service(
                    "http://orders.shop",
                    service ->
                        service
                            .endpoints(new ScriptedEndpoints())
                            .idleConnections(2, Duration.ofMinutes(1))
                            .preconnect(builder.connections(3).build())));
  }

  private Shop shop(Wire wire, Preconnect.Builder options) {
    return shop(wire, options, client -> {});
  }

  private Shop shop(Wire wire, Preconnect.Builder options, Consumer<OkHttpClient.Builder> client) {
    return new Shop(
        wire,
        1,
        plain -> client.accept(plain.socketFactory(sockets)),
        balancing -> balancing.environment(timer.environment()),
        service -> service.preconnect(options.timeout(LONG).build()));
  }

  private Shop shop(Preconnect.Builder options, CountingSockets users) {
    return shop(Wire.HTTP_1, options, client -> client.socketFactory(users));
  }

  private static List<Endpoint> traffic(Shop shop) {
    return traffic(shop.balancing, shop.wire.baseUrl());
  }

  private static List<Endpoint> traffic(OkHttpLoadBalancing balancing, String service) {
    return balancing.statistics(service).stream()
        .filter(statistics -> !statistics.isDraining())
        .map(EndpointStatistics::endpoint)
        .toList();
  }

  private static void awaitTraffic(Shop shop, Endpoint endpoint) {
    await(() -> traffic(shop).contains(endpoint));
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
      assertTrue(!Thread.currentThread().isInterrupted(), "the time is up");
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Pod silentPod(Wire wire) throws IOException {
    Pod pod = Pod.start(wire, "silent");
    pod.answers(request -> pod.stall());
    return pod;
  }

  static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("evenkeel-preconnect"))
        .count();
  }

  /** Those that have a connection and wait for others to get one. */
  private static long waitingThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("evenkeel-preconnect"))
        .filter(
            thread ->
                Stream.of(thread.getValue())
                    .anyMatch(frame -> frame.getMethodName().equals("join")))
        .count();
  }

  private static AssertionError forbidden() {
    return new AssertionError("a request of the user's");
  }

  private static void assertRefused(String message, org.junit.jupiter.api.function.Executable e) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, e).getMessage());
  }

  private static final class ForbiddenCookies implements CookieJar {
    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
      throw forbidden();
    }

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
      throw forbidden();
    }
  }

  /** Makes sockets of which one does not get through before it is closed. */
  private static final class StuckSockets implements Supplier<Socket> {
    private final AtomicInteger untilStuck;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    StuckSockets(int which) {
      this.untilStuck = new AtomicInteger(which);
    }

    boolean isReached() {
      return reached.getCount() == 0;
    }

    @Override
    public Socket get() {
      return untilStuck.decrementAndGet() == 0 ? new StuckSocket() : new Socket();
    }

    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // It must not wait for a connect.
    private final class StuckSocket extends Socket {
      @Override
      public void connect(SocketAddress address, int timeout) throws IOException {
        reached.countDown();
        awaitUninterruptibly(closed);
        throw new SocketException("closed");
      }

      @Override
      public void close() throws IOException {
        closed.countDown();
        super.close();
      }
    }
  }
}
