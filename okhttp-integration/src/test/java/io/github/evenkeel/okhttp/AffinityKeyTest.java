/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.Picker;
import io.github.evenkeel.okhttp.internal.service.AffinityKeys;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class AffinityKeyTest {
  private static final int KEYS = 40;

  @Test
  void requestsWithOneKeyInAHeaderGoToOnePod() throws IOException {
    try (Shop shop = shop(service -> service.affinityHeader("X-Affinity"))) {
      Map<String, String> homes = new HashMap<>();
      for (int round = 0; round < 3; round++) {
        for (int key = 0; key < KEYS; key++) {
          String pod = Shop.get(shop.client, withHeader(shop, "customer-" + key));
          assertEquals(homes.getOrDefault("customer-" + key, pod), pod);
          homes.put("customer-" + key, pod);
        }
      }
      assertEquals(4, Set.copyOf(homes.values()).size(), "pods that are some key's home");
    }
  }

  @Test
  void removingAPodMovesItsKeysAndNoOthers() throws IOException {
    try (Shop shop = shop(service -> service.affinityHeader("X-Affinity"))) {
      Map<Integer, String> before = new HashMap<>();
      for (int key = 0; key < KEYS; key++) {
        before.put(key, Shop.get(shop.client, withHeader(shop, "customer-" + key)));
      }
      shop.discovery.publish(shop.pods[0], shop.pods[1], shop.pods[3]);
      for (int key = 0; key < KEYS; key++) {
        String after = Shop.get(shop.client, withHeader(shop, "customer-" + key));
        if ("pod-2".equals(before.get(key))) {
          assertNotEquals("pod-2", after);
        } else {
          assertEquals(before.get(key), after);
        }
      }
    }
  }

  @Test
  void requestsWithoutAKeyDoNotMeetOnOnePod() throws IOException {
    try (Shop shop = shop(service -> service.affinityHeader("X-Affinity"))) {
      Set<String> pods = new HashSet<>();
      for (int i = 0; i < 60; i++) {
        pods.add(Shop.get(shop.client, i % 2 == 0 ? shop.request("/") : withHeader(shop, "")));
      }
      assertEquals(4, pods.size());
    }
  }

  @Test
  void aFunctionOfTheRequestMayGiveTheKey() throws IOException {
    try (Shop shop =
        shop(service -> service.affinityKey(request -> request.url().queryParameter("basket")))) {
      Set<String> pods = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        pods.add(Shop.get(shop.client, shop.request("/" + i + "?basket=9")));
      }
      assertEquals(1, pods.size());
    }
  }

  @Test
  void aTagOverridesWhatTheServiceFinds() throws IOException {
    try (Shop shop = shop(service -> service.affinityHeader("X-Affinity"))) {
      Set<String> pods = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        Request request =
            withHeader(shop, "customer-" + i)
                .newBuilder()
                .tag(AffinityKey.class, new AffinityKey("the same"))
                .build();
        pods.add(Shop.get(shop.client, request));
      }
      assertEquals(1, pods.size());
    }
  }

  @Test
  void aRetryLeavesTheKeysHome() throws IOException {
    try (Shop shop = shop(service -> service.affinityHeader("X-Affinity"))) {
      String home = Shop.get(shop.client, withHeader(shop, "customer-7"));
      int index = Integer.parseInt(home.substring("pod-".length()));
      shop.pods[index].close();
      assertNotEquals(home, Shop.get(shop.client, withHeader(shop, "customer-7")));
      assertTrue(shop.failed() > 0);
    }
  }

  @Test
  void aSecondAttemptAfterAChallengeStaysAtTheKeysHome() throws IOException {
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            4,
            client ->
                client.addInterceptor(
                    chain -> {
                      Response first = chain.proceed(chain.request());
                      if (first.code() != 401) {
                        return first;
                      }
                      first.close();
                      return chain.proceed(
                          chain.request().newBuilder().header("Authorization", "me").build());
                    }),
            balancing -> {},
            service -> service.algorithm(Algorithms.rendezvous()).affinityHeader("X-Affinity"))) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request ->
                request.getHeaders().get("Authorization") == null
                    ? pod.ok().code(401).build()
                    : pod.ok().build());
      }
      for (int key = 0; key < 20; key++) {
        List<Integer> before = shop.requestCounts();
        Shop.get(shop.client, withHeader(shop, "customer-" + key));
        List<Integer> after = shop.requestCounts();
        assertEquals(
            1,
            IntStream.range(0, 4).filter(i -> after.get(i) - before.get(i) == 2).count(),
            "both attempts on one pod");
      }
    }
  }

  @Test
  void anEmptyKeyIsRefused() {
    assertEquals(
        "affinity key must not be empty; leave the tag out for a request without one",
        assertThrows(IllegalArgumentException.class, () -> new AffinityKey("")).getMessage());
  }

  @Test
  void aFunctionThatThrowsFailsTheRequestAndSaysSo() {
    try (Shop shop =
        shop(
            service ->
                service.affinityKey(
                    request -> {
                      throw new IllegalStateException("no session");
                    }))) {
      MisuseException refused = assertThrows(MisuseException.class, () -> shop.get("/"));
      assertEquals(
          "affinityKey of service http://orders.shop threw for a request:"
              + " java.lang.IllegalStateException: no session. Nothing was sent. It must return a"
              + " key, or null for a request without one",
          refused.getMessage());
      assertEquals(0, shop.inFlight());
      assertEquals(List.of(0, 0, 0, 0), shop.requestCounts());
    }
  }

  @Test
  void anAlgorithmThatThrowsFailsTheRequestAndSaysSo() {
    Picker broken =
        (candidates, request, nowNanos) -> {
          throw new UnsupportedOperationException("no zone");
        };
    try (Shop shop = shop(service -> service.algorithm(Algorithms.custom("mine", broken)))) {
      MisuseException refused = assertThrows(MisuseException.class, () -> shop.get("/"));
      assertEquals(
          "The algorithm of service http://orders.shop threw for a request:"
              + " java.lang.UnsupportedOperationException: no zone. Nothing was sent",
          refused.getMessage());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aTagThatHasNoEffectIsWarnedOfOnce() throws MisuseException {
    ServiceUrl service = ServiceUrl.parse("http://orders.shop");
    Request tagged =
        new Request.Builder()
            .url("http://orders.shop/")
            .tag(AffinityKey.class, new AffinityKey("customer-7"))
            .build();
    Warnings warnings = new Warnings();

    new AffinityKeys(service, Algorithms.maglev(), null, warnings.logger()).of(tagged);
    assertEquals(List.of(), warnings.all());

    AffinityKeys ignored = new AffinityKeys(service, Algorithms.random(), null, warnings.logger());
    ignored.of(new Request.Builder().url("http://orders.shop/").build());
    assertEquals(List.of(), warnings.all());
    assertEquals("customer-7", ignored.of(tagged));
    ignored.of(tagged);
    assertEquals(
        List.of(
            "A request to service http://orders.shop has an AffinityKey, which algorithm random"
                + " ignores. Set algorithm(...) of the service to ringHash, maglev or rendezvous"
                + " (also with boundedLoads), sticky, or a custom one, or leave the tag out. This"
                + " is said once."),
        warnings.all());
  }

  private static Shop shop(Consumer<ServiceBuilder> options) {
    return new Shop(
        Wire.HTTP_1,
        4,
        client -> {},
        balancing -> {},
        service -> options.accept(service.algorithm(Algorithms.rendezvous())));
  }

  private static Request withHeader(Shop shop, String key) {
    return shop.request("/").newBuilder().header("X-Affinity", key).build();
  }
}
