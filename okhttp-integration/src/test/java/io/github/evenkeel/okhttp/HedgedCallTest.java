/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.time.Duration;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;

/** A wrapped client and two pods, and each call may be hedged, though its time never comes. */
class HedgedCallTest extends CallBehaviours {
  @Override
  Service open(Wire wire, Consumer<OkHttpClient.Builder> options) {
    Hedging hedging = Hedging.after(Duration.ofDays(1));
    return new BalancedCallTest.ShopService(
        new Shop(wire, 2, options, balancing -> {}, service -> service.hedging(hedging)));
  }
}
