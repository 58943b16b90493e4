/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.observe.EjectionEvent;
import io.github.evenkeel.observe.HalfOpenEvent;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.ReturnEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mockwebserver3.SocketEffect;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outlier detection on real sockets, in time that passes when the test says so. */
class OutlierEjectionTest {
  private final PassingTime time = new PassingTime();
  private final List<String> events = new ArrayList<>();

  private Shop shop(Wire wire, Consumer<ServiceBuilder> options) {
    return new Shop(
        wire,
        4,
        client -> {},
        balancing -> balancing.environment(time.environment()).listener(new Recorder()),
        service ->
            options.accept(
                service
                    .algorithm(Algorithms.roundRobin())
                    .outlierDetection(OutlierDetection.defaults())));
  }

  private final class Recorder implements LoadBalancerListener {
    @Override
    public void onEjection(EjectionEvent event) {
      events.add("eject " + event.endpoint().id().uid() + " by " + event.detector());
    }

    @Override
    public void onHalfOpen(HalfOpenEvent event) {
      events.add("half-open " + event.endpoint().id().uid());
    }

    @Override
    public void onReturn(ReturnEvent event) {
      events.add("return " + event.endpoint().id().uid());
    }
  }

  /** GETs so often, and returns how many responses were no 200. */
  private int get(Shop shop, int times) throws IOException {
    int failed = 0;
    for (int i = 0; i < times; i++) {
      try (Response response = shop.client.newCall(shop.request("/")).execute()) {
        failed += response.code() == 200 ? 0 : 1;
        String unused = response.body().string();
      }
      time.runDue();
    }
    return failed;
  }

  private void pass(Duration duration) {
    time.pass(duration);
  }

  private static int ejected(Shop shop) {
    return (int) shop.statistics().stream().filter(EndpointStatistics::isEjected).count();
  }

  @ParameterizedTest
  @EnumSource
  void aPodThatResponds500IsEjectedOthersTakeOverAndItComesBackWhenItIsHealthy(Wire wire)
      throws IOException {
    try (Shop shop = shop(wire, service -> {})) {
      Pod sick = shop.pods[1];
      sick.answers(request -> sick.ok().code(500).build());

      assertEquals(5, get(shop, 200));
      assertEquals(List.of("eject pod-1 by CONSECUTIVE_5XX"), events);
      assertEquals(5, sick.requestCount());
      assertEquals(1, ejected(shop));
      for (Pod pod : shop.pods) {
        assertEquals(pod == sick ? 5 : 65, pod.requestCount(), 2, pod.name());
      }

      pass(Duration.ofSeconds(31));
      assertEquals(1, get(shop, 100), "the one by which it is seen to be still sick");
      pass(Duration.ofSeconds(61));
      sick.answers(request -> sick.ok().build());
      int before = sick.requestCount();
      assertEquals(0, get(shop, 100));
      assertEquals(25, sick.requestCount() - before, 2);
      assertEquals(
          List.of(
              "eject pod-1 by CONSECUTIVE_5XX",
              "half-open pod-1",
              "eject pod-1 by HALF_OPEN",
              "half-open pod-1",
              "return pod-1"),
          events);
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aPodThatClosesConnectionsIsEjected() throws IOException {
    try (Shop shop = shop(Wire.HTTP_1, service -> service.retries(Retries.builder().build()))) {
      Pod sick = shop.pods[2];
      sick.answers(request -> sick.ok().onResponseStart(new SocketEffect.CloseSocket()).build());
      assertEquals(0, get(shop, 100));
      assertEquals(1, ejected(shop));
      assertTrue(events.get(0).startsWith("eject pod-2 by CONSECUTIVE_"), events.toString());
    }
  }

  @Test
  void aPodThatThrottlesIsNotEjectedForIt() throws IOException {
    try (Shop shop = shop(Wire.HTTP_1, service -> {})) {
      Pod busy = shop.pods[2];
      busy.answers(request -> busy.ok().code(429).build());
      assertEquals(25, get(shop, 100), 1);
      assertEquals(List.of(), events);
      assertEquals(25.0, (double) shop.failed(), 1);
    }
  }

  @Test
  void aHeaderCanMakeAResponseAFailure() throws IOException {
    try (Shop shop =
        shop(
            Wire.HTTP_1,
            service ->
                service.outcomes(
                    (response, usual) ->
                        response.header("X-Degraded") != null ? Outcome.SERVER_ERROR : usual))) {
      Pod degraded = shop.pods[3];
      degraded.answers(request -> degraded.ok().setHeader("X-Degraded", "true").build());
      assertEquals(0, get(shop, 100));
      assertEquals(List.of("eject pod-3 by CONSECUTIVE_5XX"), events);
      assertEquals(5, degraded.requestCount());
      assertEquals(5, shop.failed());
    }
  }

  @Test
  void aStatusCanBeMadeToSayNothing() throws IOException {
    try (Shop shop =
        shop(
            Wire.HTTP_1,
            service ->
                service.outcomes(
                    (response, usual) -> response.code() == 501 ? Outcome.CANCELED : usual))) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> pod.ok().code(501).build());
      }
      assertEquals(100, get(shop, 100));
      assertEquals(List.of(), events);
      assertEquals(0, shop.failed());
      assertEquals(100, shop.canceled());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void anExceptionCanBeMadeToSayNothing() throws IOException {
    List<String> failures = new ArrayList<>();
    try (Shop shop =
        shop(
            Wire.HTTP_1,
            service ->
                service
                    .retries(Retries.none())
                    .outcomes(
                        new OutcomeClassifier() {
                          @Override
                          public Outcome ofResponse(Response response, Outcome usual) {
                            return usual;
                          }

                          @Override
                          public Outcome ofFailure(IOException failure, Outcome usual) {
                            failures.add(usual.toString());
                            return Outcome.CANCELED;
                          }
                        }))) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> pod.ok().onResponseStart(new SocketEffect.CloseSocket()).build());
      }
      for (int i = 0; i < 40; i++) {
        assertThrows(IOException.class, () -> get(shop, 1));
        time.runDue();
      }
      assertEquals("CONNECTION_FAILURE", failures.get(0));
      assertEquals(List.of(), events);
      assertEquals(0, shop.failed());
      assertEquals(0, shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFunctionThatThrowsCostsNeitherTheResponseNorTheLease(Wire wire) throws IOException {
    AtomicInteger calls = new AtomicInteger();
    try (Shop shop =
        shop(
            wire,
            service ->
                service.outcomes(
                    (response, usual) -> {
                      if (calls.incrementAndGet() % 2 == 0) {
                        throw new IllegalStateException("broken");
                      }
                      throw new AssertionError("more than broken");
                    }))) {
      shop.pods[0].answers(request -> shop.pods[0].ok().code(500).build());
      assertEquals(5, get(shop, 100));
      assertEquals(100, calls.get());
      assertEquals(List.of("eject pod-0 by CONSECUTIVE_5XX"), events);
      assertEquals(0, shop.inFlight());
    }
  }
}
