/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.EndpointSubset;
import io.github.evenkeel.internal.host.HostSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of the subsets that requests have named, among the hosts of a {@link Selection}.
 *
 * <ul>
 *   <li>Writers: the first requests that name a subset.
 *   <li>Readers: all requests that do.
 *   <li>Invariant: what is kept for a subset is what would be found again.
 *   <li>Why: a concurrent map, so that not each request compares labels. It is bounded, since
 *       requests may name subsets that their callers make up.
 * </ul>
 */
final class Members {
  private static final int MOST_SUBSETS = 100;

  private final HostSet all;
  private final Map<EndpointSubset, Optional<HostSet>> known = new ConcurrentHashMap<>();

  Members(HostSet all) {
    this.all = all;
  }

  /** The hosts in a subset; null if there are none. */
  @Nullable HostSet of(EndpointSubset subset) {
    Optional<HostSet> members = known.get(subset);
    if (members == null) {
      members = Optional.ofNullable(all.where(i -> subset.contains(all.endpoint(i))));
      if (known.size() < MOST_SUBSETS) {
        known.put(subset, members);
      }
    }
    return members.orElse(null);
  }
}
