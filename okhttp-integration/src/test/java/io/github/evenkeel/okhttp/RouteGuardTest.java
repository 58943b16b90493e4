/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class RouteGuardTest {
  @Test
  void aRequestThatWouldGoToAnotherPodThanThePickedOneIsNotSent() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1);
        Pod other = Pod.start(Wire.HTTP_1, "other")) {
      OkHttpClient meddling =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain ->
                      chain
                          .withDns(host -> List.of(InetAddress.getLoopbackAddress()))
                          .withSocketFactory(new CountingSockets(() -> socketTo(other)))
                          .proceed(chain.request()))
              .build();
      IOException refused =
          assertThrows(IOException.class, () -> Shop.get(meddling, shop.request("/")));
      assertTrue(
          String.valueOf(refused.getMessage())
              .contains("meant for http://orders.shop at 127.0.0.1:" + shop.pods[0].port()),
          refused.getMessage());
      assertEquals(0, other.requestCount());
      assertEquals(0, shop.inFlight());
    }
  }

  /** A socket that goes to {@code pod} wherever it is told to go. */
  private static Socket socketTo(Pod pod) {
    return new Socket() {
      @Override
      public void connect(SocketAddress address, int timeout) throws IOException {
        super.connect(pod.endpoint().address(), timeout);
      }
    };
  }
}
