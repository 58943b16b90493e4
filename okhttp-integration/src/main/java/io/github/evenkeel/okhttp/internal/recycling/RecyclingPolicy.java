/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.recycling;

import io.github.evenkeel.okhttp.internal.Spacing;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a user has chosen for recycling; {@code ConnectionRecycling} says what each means.
 *
 * @param maxConnectionAge null for no limit
 * @param jitter a share, from 0 to 1
 * @param maxRequestsPerConnection {@link Integer#MAX_VALUE} for no limit
 */
public record RecyclingPolicy(
    @Nullable Duration maxConnectionAge,
    double jitter,
    int maxRequestsPerConnection,
    double maxAgedPerSecond) {

  /** How many requests a new connection takes, drawn anew for each. */
  public int drawMaxRequests(RandomGenerator random) {
    if (maxRequestsPerConnection == Integer.MAX_VALUE) {
      return maxRequestsPerConnection;
    }
    return maxRequestsPerConnection
        - (int) (maxRequestsPerConnection * jitter * random.nextDouble());
  }

  /** Keeps the aged connections of one client from ending all at once. */
  Spacing newSpacing() {
    return new Spacing((long) (1_000_000_000 / maxAgedPerSecond));
  }

  /** How long a new connection takes requests, drawn anew for each. */
  public long drawLifetimeNanos(RandomGenerator random) {
    if (maxConnectionAge == null) {
      return Long.MAX_VALUE;
    }
    return (long) (maxConnectionAge.toNanos() * (1 - jitter * random.nextDouble()));
  }
}
