/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;

/** A wrapped client, and two pods; whatever happens, no lease is left over. */
class BalancedCallTest extends CallBehaviours {
  @Override
  Service open(Wire wire, Consumer<OkHttpClient.Builder> options) {
    return new ShopService(new Shop(wire, 2, options, balancing -> {}));
  }

  record ShopService(Shop shop) implements Service {
    @Override
    public OkHttpClient client() {
      return shop.client;
    }

    @Override
    public String baseUrl() {
      return shop.wire.baseUrl();
    }

    @Override
    public List<Pod> pods() {
      return List.of(shop.pods);
    }

    @Override
    public void close() {
      assertEquals(0, shop.inFlight());
      shop.close();
    }
  }
}
