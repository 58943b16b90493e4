/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package com.palantir.dialogue.core;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.common.util.concurrent.AbstractFuture;
import com.palantir.dialogue.Endpoint;
import com.palantir.dialogue.Request;
import com.palantir.dialogue.Response;
import com.palantir.random.SafeThreadLocalRandom;
import com.palantir.tritium.metrics.registry.DefaultTaggedMetricRegistry;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

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
   * @param fails whether the node with this number answers with failures
   */
  public BalancedChannel(int nodes, IntPredicate fails) {
    this.channel =
        new BalancedNodeSelectionStrategyChannel(
            IntStream.range(0, nodes)
                .mapToObj(node -> node(fails.test(node)))
                .collect(toImmutableList()),
            SafeThreadLocalRandom.get(),
            Ticker.systemTicker(),
            new DefaultTaggedMetricRegistry(),
            "benchmark");
  }

  private static LimitedChannel node(boolean fails) {
    return (endpoint, request, limits) -> Optional.of(new Pending(fails));
  }

  /** Selects a node and returns the request, which is in flight there until it ends. */
  public Pending execute(Endpoint endpoint, Request request) {
    return (Pending)
        channel
            .maybeExecute(endpoint, request, LimitedChannel.LimitEnforcement.DEFAULT_ENABLED)
            .orElseThrow();
  }

  /** A request that waits for its response. */
  public static final class Pending extends AbstractFuture<Response> {
    private final boolean fails;

    private Pending(boolean fails) {
      this.fails = fails;
    }

    /** Ends the request with the response that its node gives. */
    public void end(Response success, Response failure) {
      set(fails ? failure : success);
    }
  }
}
