/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.okhttp.Shop;
import io.github.evenkeel.okhttp.Wire;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Connection;
import okhttp3.Interceptor.Chain;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** What interceptors can do to bring the guard into action is in {@code MisuseTest}. */
class RouteGuardTest {
  private final RouteGuard guard = new RouteGuard(Map.of());
  private final List<Connection> connections = new ArrayList<>();

  @Test
  void aRequestOnAConnectionToAnotherPodThanThePickedOneIsNotSent() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 2)) {
      OkHttpClient guarded =
          shop.client
              .newBuilder()
              .addNetworkInterceptor(
                  chain -> {
                    connections.add(chain.connection());
                    return guard.intercept(onConnection(connections.get(0), chain));
                  })
              .build();
      shop.discovery.publish(shop.pods[0]);
      assertEquals("pod-0", Shop.get(guarded, shop.request("/")));
      shop.discovery.publish(shop.pods[1]);
      IOException refused =
          assertThrows(IOException.class, () -> Shop.get(guarded, shop.request("/")));
      assertEquals(
          "OkHttp would send this request, which is meant for http://orders.shop at "
              + shop.pods[1].endpoint()
              + ", on a connection to /127.0.0.1:"
              + shop.pods[0].port()
              + ". Nothing was sent. Please report this to Evenkeel with your OkHttp version",
          String.valueOf(refused.getMessage()).replace("orders.shop/127", "/127"));
      assertEquals(0, shop.pods[1].requestCount());
      assertEquals(0, shop.inFlight());
    }
  }

  /** Returns {@code chain} as an OkHttp would show it that has confused its connections. */
  private static Chain onConnection(Connection connection, Chain chain) {
    return (Chain)
        Proxy.newProxyInstance(
            Chain.class.getClassLoader(),
            new Class<?>[] {Chain.class},
            (proxy, method, arguments) ->
                method.getName().equals("connection")
                    ? connection
                    : method.invoke(chain, arguments));
  }
}
