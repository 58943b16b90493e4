/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package com.palantir.dialogue.core;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import com.palantir.dialogue.Endpoint;
import com.palantir.dialogue.Request;
import com.palantir.dialogue.Response;
import com.palantir.random.SafeThreadLocalRandom;
import com.palantir.tritium.metrics.registry.DefaultTaggedMetricRegistry;
import java.util.Collections;
import java.util.Optional;

/**
 * Dialogue's balanced node selection, and nothing else of its client. It has no public entrance, so
 * this one stands in its package, as Dialogue's own benchmark does.
 */
public final class BalancedChannel {
  private final LimitedChannel channel;

  /**
   * Makes the selection among that many nodes.
   *
   * @param nodes at least 2
   */
  public BalancedChannel(int nodes) {
    LimitedChannel node = (endpoint, request, limits) -> Optional.of(SettableFuture.create());
    this.channel =
        new BalancedNodeSelectionStrategyChannel(
            ImmutableList.copyOf(Collections.nCopies(nodes, node)),
            SafeThreadLocalRandom.get(),
            Ticker.systemTicker(),
            new DefaultTaggedMetricRegistry(),
            "benchmark");
  }

  /** Selects a node and returns the answer, which is in flight there until it is set. */
  public SettableFuture<Response> execute(Endpoint endpoint, Request request) {
    ListenableFuture<Response> answer =
        channel
            .maybeExecute(endpoint, request, LimitedChannel.LimitEnforcement.DEFAULT_ENABLED)
            .orElseThrow();
    return (SettableFuture<Response>) answer;
  }
}
