/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import com.google.common.hash.Hashing;
import io.github.evenkeel.EndpointSubset;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.Subsets;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which subset of endpoints a request goes to, by {@link Subsets}: the one that it names, another
 * if that has no endpoints, or the canary or the rest if it names none. Immutable.
 */
final class SubsetChoice {
  private final String service;
  private final Subsets subsets;
  private final Supplier<? extends RandomGenerator> random;

  /** Null if there is no canary. */
  private final @Nullable EndpointSubset canary;

  private final @Nullable EndpointSubset rest;

  SubsetChoice(Options options) {
    this.service = options.service();
    this.subsets = options.subsets();
    this.random = options.random();
    this.canary = subsets.canary().orElse(null);
    this.rest = canary == null ? null : canary.others();
  }

  /** Whether a request may not use all hosts. */
  boolean isChoosy(RequestContext request) {
    return canary != null || request.subset().isPresent();
  }

  /**
   * Returns the request with the subset that it goes to, or with none if it goes to any endpoint.
   *
   * @throws NoEndpointAvailableException if there is no endpoint that it may go to
   */
  RequestContext of(RequestContext request, Selection selection)
      throws NoEndpointAvailableException {
    EndpointSubset named = request.subset().orElse(null);
    if (named != null) {
      return selection.hasAny(named) ? request : instead(request, named, selection);
    }
    if (canary == null || rest == null) {
      return request;
    }
    EndpointSubset chosen = isCanary(request) ? canary : rest;
    return selection.hasAny(chosen) ? request.withSubset(chosen) : request;
  }

  private RequestContext instead(RequestContext request, EndpointSubset named, Selection selection)
      throws NoEndpointAvailableException {
    if (subsets.fallback() == Subsets.Fallback.ALL) {
      return request.withoutSubset();
    }
    EndpointSubset other = subsets.defaultSubset().orElse(null);
    if (other != null && selection.hasAny(other)) {
      return request.withSubset(other);
    }
    throw NoEndpointAvailableException.forService(
        service,
        "none of its "
            + selection.size()
            + " endpoints that take requests is in the subset "
            + named
            + (other == null ? "" : ", or in " + other + ", to which such requests fall back")
            + ". Check the labels of the endpoints, or set a fallback of subsets",
        null);
  }

  private boolean isCanary(RequestContext request) {
    double percent =
        request
            .affinityKey()
            .map(SubsetChoice::percentile)
            .orElseGet(() -> 100 * random.get().nextDouble());
    return percent < subsets.canaryPercent();
  }

  /** The same for a key in every client, and evenly spread over keys. */
  private static double percentile(String key) {
    int hash = Hashing.murmur3_32_fixed().hashString(key, StandardCharsets.UTF_8).asInt();
    return 100 * (hash - (double) Integer.MIN_VALUE) / (1L << 32);
  }
}
