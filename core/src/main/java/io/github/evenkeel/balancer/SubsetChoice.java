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
    this.rest = subsets.canary().map(EndpointSubset::others).orElse(null);
    // An instance of its own, which no request can name.
    this.canary = rest == null ? null : rest.others();
  }

  /**
   * Returns a request with the side of the canary that it is on, if there is a canary and the
   * request names no subset. To be asked once for each request: one that waits and draws again
   * would take whichever side has room first.
   */
  RequestContext drawn(RequestContext request) {
    if (canary == null || rest == null || request.subset().isPresent()) {
      return request;
    }
    return request.withSubset(isCanary(request) ? canary : rest);
  }

  /** Whether a request may not use all hosts. */
  boolean isChoosy(RequestContext request) {
    return request.subset().isPresent();
  }

  /**
   * Returns the request with the subset that it goes to, or with none if it goes to any endpoint.
   *
   * @throws NoEndpointAvailableException if there is no endpoint that it may go to
   */
  RequestContext of(RequestContext request, Selection selection)
      throws NoEndpointAvailableException {
    EndpointSubset named = request.subset().orElse(null);
    if (named == null || selection.hasAny(named)) {
      return request;
    }
    return isDrawn(named) ? request.withoutSubset() : instead(request, named, selection);
  }

  /** Whether the request has not named the subset by itself. */
  @SuppressWarnings("ReferenceEquality") // A request may name an equal one.
  private boolean isDrawn(EndpointSubset subset) {
    return subset == canary || subset == rest;
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
            + ". Check the labels of the endpoints, and whether those of the subset are ejected or"
            + " asked for a pause, or set a fallback of subsets",
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
