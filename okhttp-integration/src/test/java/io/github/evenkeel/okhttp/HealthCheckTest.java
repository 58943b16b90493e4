/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.HealthCheck;
import io.github.evenkeel.TcpProbe;
import io.github.evenkeel.observe.HealthCheckEvent;
import io.github.evenkeel.observe.LoadBalancerListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Health checks on real sockets. */
@Timeout(60)
class HealthCheckTest {
  private static final HealthCheck OFTEN =
      HealthCheck.builder()
          .interval(Duration.ofMillis(20))
          .timeout(Duration.ofSeconds(10))
          .rise(2)
          .fall(3)
          .build();

  private final Queue<String> events = new ConcurrentLinkedQueue<>();
  private final CountingSockets sockets = new CountingSockets();

  private final LoadBalancerListener recorder =
      new LoadBalancerListener() {
        @Override
        public void onHealthCheck(HealthCheckEvent event) {
          events.add(event.change() + " " + event.endpoint().id().uid() + ": " + event.reason());
        }
      };

  private Shop shop(Wire wire, Consumer<ServiceBuilder> options) {
    return new Shop(
        wire,
        4,
        client -> client.socketFactory(sockets),
        balancing -> balancing.listener(recorder),
        service -> options.accept(service.algorithm(Algorithms.roundRobin())));
  }

  private Shop shop(Wire wire, HttpProbe.Builder probe) {
    return shop(wire, service -> service.healthCheck(OFTEN, probe.build()));
  }

  private static boolean isCheck(RecordedRequest request) {
    return request.getTarget().startsWith("/health");
  }

  private static long checks(Pod pod) {
    return pod.requests().filter(HealthCheckTest::isCheck).count();
  }

  /** From now on a pod answers its checks like this, and other requests as before. */
  private static void answersChecks(Pod pod, MockResponse.Builder answer) {
    MockResponse response = answer.build();
    pod.answers(request -> isCheck(request) ? response : pod.ok().build());
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) { // The test's timeout ends it.
      Thread.onSpinWait();
    }
  }

  private static void awaitChecks(Shop shop, int more) {
    for (Pod pod : shop.pods) {
      long target = checks(pod) + more;
      await(() -> checks(pod) >= target);
    }
  }

  /** Which pods answer requests now. */
  private static Set<String> used(Shop shop) throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      names.add(shop.get("/"));
    }
    return names.stream().collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  void aPodWhoseCheckFailsLeavesAndComesBack(Wire wire) throws IOException {
    try (Shop shop = shop(wire, HttpProbe.builder("/health"))) {
      Pod sick = shop.pods[2];
      awaitChecks(shop, 1);
      answersChecks(sick, sick.ok().code(503));
      await(() -> events.size() == 1);
      assertEquals(List.of("UNHEALTHY pod-2: status 503, must be from 200 to 299"), seen());
      assertEquals(Set.of("pod-0", "pod-1", "pod-3"), used(shop));
      assertEquals(
          List.of("pod-2"),
          shop.statistics().stream()
              .filter(EndpointStatistics::isUnhealthy)
              .map(each -> each.endpoint().id().uid())
              .toList());

      answersChecks(sick, sick.ok());
      await(() -> events.size() == 2);
      assertEquals("HEALTHY pod-2: status 200", seen().get(1));
      assertEquals(Set.of("pod-0", "pod-1", "pod-2", "pod-3"), used(shop));
    }
  }

  private List<String> seen() {
    return List.copyOf(events);
  }

  @ParameterizedTest
  @EnumSource
  void aWrongPathTakesNobodyOutAndIsReported(Wire wire) throws IOException {
    try (Shop shop = shop(wire, HttpProbe.builder("/healthz-that-is-not-there"))) {
      for (Pod pod : shop.pods) {
        answersChecks(pod, pod.ok().code(404));
      }
      awaitChecks(shop, 10);
      assertEquals(1, events.size());
      assertTrue(
          seen().get(0).matches("NEVER_PASSED pod-.: status 404, must be from 200 to 299"),
          seen().get(0));
      assertEquals(Set.of("pod-0", "pod-1", "pod-2", "pod-3"), used(shop));
    }
  }

  /** The logical view holds for checks, too, and so they pass any virtual host. */
  @ParameterizedTest
  @EnumSource
  void checksHaveTheServicesNameAndConnectionsOfTheirOwn(Wire wire) throws IOException {
    try (Shop shop = shop(wire, HttpProbe.builder("/health?full=true"))) {
      shop.get("/");
      awaitChecks(shop, 3);
      for (Pod pod : shop.pods) {
        List<RecordedRequest> checks = pod.requests().filter(HealthCheckTest::isCheck).toList();
        assertEquals(
            checks.size(),
            checks.stream().map(RecordedRequest::getConnectionIndex).distinct().count());
        for (RecordedRequest check : checks) {
          assertEquals("GET", check.getMethod());
          assertEquals("/health?full=true", check.getTarget());
          assertEquals(Wire.HOST, check.getUrl().host());
          assertEquals("Evenkeel health check", check.getHeaders().get("User-Agent"));
        }
      }
      assertEquals(
          1,
          List.of(shop.pods).stream()
              .flatMap(Pod::requests)
              .filter(request -> !isCheck(request))
              .count());
    }
  }

  @Test
  void checksAppearInNoStatisticsAndLeaveNoConnectionOpen() throws IOException {
    try (Shop shop = shop(Wire.HTTP_1, HttpProbe.builder("/health"))) {
      Pod sick = shop.pods[1];
      answersChecks(sick, sick.ok().code(500));
      awaitChecks(shop, 10);
      for (EndpointStatistics each : shop.statistics()) {
        assertEquals(0, each.succeeded() + each.failed() + each.canceled() + each.inFlight());
      }
      shop.balancing.close();
      for (Pod pod : shop.pods) {
        await(() -> sockets.openTo(pod.port()) == 0);
      }
    }
  }

  @Test
  void noCheckIsSentAfterTheEnd() throws IOException {
    AtomicInteger sent = new AtomicInteger();
    ManualScheduler scheduler = new ManualScheduler();
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            2,
            client -> client.addNetworkInterceptor(chain -> count(sent, chain)),
            balancing -> balancing.environment(scheduler.environment()),
            service -> service.healthCheck(OFTEN, HttpProbe.builder("/health").build()))) {
      shop.balancing.close();
      scheduler.fireAll();
      assertEquals(0, sent.get());
      assertEquals(List.of(), scheduler.delays());
    }
  }

  private static Response count(AtomicInteger sent, okhttp3.Interceptor.Chain chain)
      throws IOException {
    sent.incrementAndGet();
    return chain.proceed(chain.request());
  }

  /** Whoever does not answer is out, and the check of no other waits for it. */
  @Test
  void aPodThatHangsIsOut() throws IOException {
    HealthCheck hasty =
        HealthCheck.builder()
            .interval(Duration.ofMillis(50))
            .timeout(Duration.ofSeconds(1))
            .build();
    try (Shop shop =
        shop(
            Wire.HTTP_1,
            service -> service.healthCheck(hasty, HttpProbe.builder("/health").build()))) {
      Pod hung = shop.pods[3];
      hung.answers(request -> isCheck(request) ? hung.stall() : hung.ok().build());
      await(() -> !events.isEmpty());
      assertEquals(List.of("UNHEALTHY pod-3: no result within 1 s"), seen());
      assertEquals(Set.of("pod-0", "pod-1", "pod-2"), used(shop));
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (Shop shop = shop(Wire.HTTP_1, HttpProbe.builder("/health"))) {
      Pod moved = shop.pods[0];
      answersChecks(moved, moved.ok().code(302).setHeader("Location", "/login"));
      await(() -> !events.isEmpty());
      assertEquals(List.of("UNHEALTHY pod-0: status 302, must be from 200 to 299"), seen());
      assertTrue(moved.requests().noneMatch(request -> request.getTarget().equals("/login")));
    }
  }

  @Test
  void otherStatusesCanBeExpected() {
    try (Shop shop = shop(Wire.HTTP_1, HttpProbe.builder("/health").expectStatus(418))) {
      for (Pod pod : shop.pods) {
        answersChecks(pod, pod.ok().code(pod == shop.pods[1] ? 200 : 418));
      }
      await(() -> !events.isEmpty());
      assertEquals(List.of("UNHEALTHY pod-1: status 200, must be 418"), seen());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16 * 1024 - 2, 16 * 1024, 1_000_000})
  void theBodyIsLookedAtAsFarAsItMatters(int before) {
    try (Shop shop = shop(Wire.HTTP_1, HttpProbe.builder("/health").expectBodyContaining("UP"))) {
      for (Pod pod : shop.pods) {
        answersChecks(pod, pod.ok().body("UP"));
      }
      awaitChecks(shop, 1);
      Pod pod = shop.pods[2];
      answersChecks(pod, pod.ok().body("-".repeat(before) + "UP" + "-".repeat(1_000)));
      if (before <= 16 * 1024 - 2) {
        awaitChecks(shop, 6);
        assertEquals(List.of(), seen());
      } else {
        await(() -> !events.isEmpty());
        assertEquals(
            List.of("UNHEALTHY pod-2: status 200, but no \"UP\" in the first 16 KiB of the body"),
            seen());
      }
    }
  }

  /** OkHttp repeats a request on these by itself. */
  @ParameterizedTest
  @ValueSource(strings = {"503 Retry-After: 0", "408 Retry-After: 0", "408"})
  void aCheckIsNotRepeated(String answer) {
    try (Shop shop = shop(Wire.HTTP_1, HttpProbe.builder("/health"))) {
      awaitChecks(shop, 1);
      Pod sick = shop.pods[2];
      AtomicInteger count = new AtomicInteger();
      MockResponse.Builder refusal = sick.ok().code(Integer.parseInt(answer.substring(0, 3)));
      if (answer.contains("Retry")) {
        refusal.setHeader("Retry-After", "0");
      }
      // Three in a row; were the first and the third repeated, the second check would pass.
      sick.answers(
          request -> count.getAndIncrement() % 4 < 3 ? refusal.build() : sick.ok().build());
      await(() -> !events.isEmpty());
      assertTrue(
          seen().get(0).startsWith("UNHEALTHY pod-2: status " + answer.substring(0, 3)),
          () -> seen().toString());
    }
  }

  @Test
  void aBodyThatHasTheTextNeedNotEnd() {
    try (Shop shop = shop(Wire.HTTP_1, HttpProbe.builder("/health").expectBodyContaining("UP"))) {
      for (Pod each : shop.pods) {
        answersChecks(each, each.ok().body("UP"));
      }
      awaitChecks(shop, 1);
      Pod pod = shop.pods[2];
      answersChecks(
          pod, pod.ok().body("UP" + "-".repeat(1_000)).onResponseBody(SocketEffect.Stall.INSTANCE));
      awaitChecks(shop, 6);
      assertEquals(List.of(), seen());
    }
  }

  @Test
  void anInterceptorThatThrowsAnErrorFailsTheCheck() {
    AtomicBoolean broken = new AtomicBoolean();
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            1,
            client ->
                client.addNetworkInterceptor(
                    chain -> {
                      if (broken.get()) {
                        throw new AssertionError("oh");
                      }
                      return chain.proceed(chain.request());
                    }),
            balancing -> balancing.listener(recorder),
            service -> service.healthCheck(OFTEN, HttpProbe.builder("/health").build()))) {
      awaitChecks(shop, 1);
      broken.set(true);
      await(() -> !events.isEmpty());
      assertEquals(List.of("UNHEALTHY pod-0: /health: java.lang.AssertionError: oh"), seen());
    }
  }

  @Test
  void aRequestThatFailsIsRetriedThoughNoPodPassesItsCheck() throws IOException {
    try (Shop shop = shop(Wire.HTTP_1, HttpProbe.builder("/health"))) {
      awaitChecks(shop, 1);
      for (Pod pod : shop.pods) {
        answersChecks(pod, pod.ok().code(503));
      }
      await(() -> events.size() == 4);
      shop.pods[0].close();
      assertEquals(Set.of("pod-1", "pod-2", "pod-3"), used(shop));
    }
  }

  @Test
  void aConnectionIsEnoughForATcpProbe() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    try (Shop shop = shop(Wire.HTTP_1, service -> service.healthCheck(OFTEN, new TcpProbe()))) {
      Endpoint dead = Endpoint.builder("127.0.0.1", port).uid("dead").build();
      List<Endpoint> all = new ArrayList<>(List.of(dead));
      for (Pod pod : shop.pods) {
        all.add(pod.endpoint());
      }
      shop.discovery.publish(all);
      await(() -> !events.isEmpty());
      assertTrue(seen().get(0).startsWith("UNHEALTHY dead: could not connect: "), seen().get(0));
      assertEquals(0, List.of(shop.pods).stream().mapToInt(Pod::requestCount).sum());
    }
  }

  @Test
  void withoutAClientThereIsNoVerdict() {
    ScriptedEndpoints discovery = new ScriptedEndpoints();
    ManualScheduler scheduler = new ManualScheduler();
    try (OkHttpLoadBalancing balancing =
        OkHttpLoadBalancing.builder()
            .environment(scheduler.environment())
            .listener(recorder)
            .service(
                "http://orders.shop",
                service ->
                    service
                        .endpoints(discovery)
                        .healthCheck(OFTEN, HttpProbe.builder("/health").build()))
            .build()) {
      discovery.publish(List.of(Endpoint.of("127.0.0.1:1")));
      assertEquals(1, scheduler.delays().size());
      assertEquals(List.of(), seen());
      assertFalse(balancing.statistics("http://orders.shop").get(0).isUnhealthy());
    }
  }

  @Test
  void badInputIsRefused() {
    for (String path :
        List.of("", "health", "http://orders.shop/health", "/a#b", "/a\nb", "/a b")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> HttpProbe.builder(path));
      assertEquals(
          "path of the HTTP probe must start with a slash, and have no fragment and no white"
              + " space, such as /healthz, but was \""
              + path
              + "\"",
          refused.getMessage());
    }
    HttpProbe.Builder builder = HttpProbe.builder("/health");
    assertThrows(IllegalArgumentException.class, () -> builder.expectStatus(100));
    assertThrows(IllegalArgumentException.class, () -> builder.expectStatuses(200, 600));
    assertThrows(IllegalArgumentException.class, () -> builder.expectStatuses(300, 299));
    assertThrows(IllegalArgumentException.class, () -> builder.expectBodyContaining(""));
    assertEquals(
        "HttpProbe[GET /health, status from 200 to 299, body with \"UP\"]",
        builder.expectBodyContaining("UP").build().toString());
    assertEquals(
        "HttpProbe[GET /health, status 204]",
        HttpProbe.builder("/health").expectStatus(204).build().toString());
  }

  @Test
  void theLastProbeThatIsSetCounts() {
    OkHttpClient client = new OkHttpClient();
    try (OkHttpLoadBalancing balancing =
        OkHttpLoadBalancing.builder()
            .service(
                "http://orders.shop",
                service ->
                    service
                        .endpoints(new ScriptedEndpoints())
                        .healthCheck(OFTEN, HttpProbe.builder("/health").build())
                        .healthCheck(OFTEN, new TcpProbe()))
            .build()) {
      assertEquals(1, balancing.services().size());
      assertTrue(balancing.wrap(client) != client);
    }
  }
}
