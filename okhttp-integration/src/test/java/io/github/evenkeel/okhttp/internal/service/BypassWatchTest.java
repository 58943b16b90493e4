/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.discovery.StaticEndpoints;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import io.github.evenkeel.okhttp.Pod;
import io.github.evenkeel.okhttp.Shop;
import io.github.evenkeel.okhttp.Warnings;
import io.github.evenkeel.okhttp.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that miss a service by a little. */
class BypassWatchTest {
  private final Warnings warnings = new Warnings();
  private final LongAdder bypassed = new LongAdder();

  @ParameterizedTest
  @CsvSource({
    "http://orders.shop, https://orders.shop",
    "http://orders.shop, http://orders.shop:8080",
    "http://orders.shop, http://orders",
    "http://orders.shop, http://orders.shop.",
    "http://orders.shop, http://orders.shop.svc",
    "http://orders.shop, http://orders.shop.svc.cluster.local",
    "http://orders.shop, https://orders.shop.svc.example.org.:8443",
    "http://orders, http://orders.shop",
    "http://orders.shop.svc.cluster.local, http://orders.shop",
    "http://api.example.com, https://api.example.com",
    "http://api.example.com, http://api.example.com.",
    "http://10.0.0.1, http://10.0.0.1:8080",
    "http://[2001:db8::1], https://[2001:db8::1]"
  })
  void oneThatLooksLikeTheServiceIsCountedAndWarnedOfOnce(String service, String request) {
    BypassWatch watch = watch(service);
    watch.look(url(request));
    watch.look(url(request));
    assertEquals(2, bypassed.sum());
    assertEquals(
        List.of(
            "Requests to %s are not balanced: they go where this URL says, although it looks like"
                    .formatted(request)
                + " service %s. If they are meant for the service, use its base URL, or add"
                    .formatted(service)
                + " aliases(\"%s\") to it. This is said once for each client and URL."
                    .formatted(request)),
        warnings.all());
  }

  @ParameterizedTest
  @CsvSource({
    "http://orders.shop, http://stock.shop",
    "http://orders.shop, http://orders.depot",
    "http://orders.shop, http://orders.depot.svc.cluster.local",
    "http://orders.shop, http://orders.shop.example.com",
    "http://api, http://api.example.com",
    "http://api.example.com, http://example.com",
    "http://10.0.0.1, http://10.0.0.2",
    "http://127.0.0.1, http://127.1.1.1"
  })
  void oneToAnotherHostIsNoneOfItsBusiness(String service, String request) {
    watch(service).look(url(request));
    assertEquals(0, bypassed.sum());
    assertEquals(List.of(), warnings.all());
  }

  @Test
  void oneWhoMakesUpUrlsIsWarnedAHundredTimes() {
    BypassWatch watch = watch("http://orders.shop");
    for (int port = 1000; port < 2000; port++) {
      watch.look(url("http://orders.shop:" + port));
    }
    assertEquals(1000, bypassed.sum());
    assertEquals(100, warnings.all().size());
  }

  @Test
  void aWrappedClientCountsThemAndSendsThemWhereTheyGo() throws IOException {
    try (Pod pod = Pod.start(Wire.HTTP_1, "pod");
        Pod elsewhere = Pod.start(Wire.HTTP_1, "elsewhere");
        OkHttpLoadBalancing balancing =
            OkHttpLoadBalancing.builder()
                .service(
                    "http://orders.shop",
                    service -> service.endpoints(StaticEndpoints.of(List.of(pod.endpoint()))))
                .build()) {
      OkHttpClient client =
          balancing.wrap(
              new OkHttpClient.Builder()
                  .dns(host -> List.of(InetAddress.getLoopbackAddress()))
                  .build());
      assertEquals("pod", get(client, "http://orders.shop"));
      assertEquals(0, balancing.bypassedRequests());
      assertEquals("elsewhere", get(client, "http://orders.shop:" + elsewhere.port()));
      assertEquals("elsewhere", get(client, "http://orders:" + elsewhere.port()));
      assertEquals("elsewhere", get(client, "http://stock.shop:" + elsewhere.port()));
      assertEquals(2, balancing.bypassedRequests());
    }
  }

  private static String get(OkHttpClient client, String url) throws IOException {
    return Shop.get(client, new Request.Builder().url(url).build());
  }

  private BypassWatch watch(String service) {
    return new BypassWatch(Set.of(url(service)), bypassed, warnings.logger());
  }

  private static ServiceUrl url(String url) {
    return ServiceUrl.of(HttpUrl.get(url));
  }
}
