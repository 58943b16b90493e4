/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the choice of an endpoint may depend on: the request's affinity key, and the endpoints that
 * were tried for it before. Immutable.
 */
public final class RequestContext {
  private static final RequestContext EMPTY = new RequestContext(null, null, Set.of());

  private final @Nullable String affinityKey;
  private final @Nullable EndpointSubset subset;
  private final Set<EndpointId> tried;

  private RequestContext(
      @Nullable String affinityKey, @Nullable EndpointSubset subset, Set<EndpointId> tried) {
    this.affinityKey = affinityKey;
    this.subset = subset;
    this.tried = tried;
  }

  /** A request with no affinity key that has been nowhere yet. */
  public static RequestContext empty() {
    return EMPTY;
  }

  /**
   * Returns a copy with this affinity key: requests with one key belong on one endpoint, under an
   * algorithm that {@linkplain Algorithm#usesAffinityKeys() uses keys}. An empty key is no key;
   * otherwise all requests with an empty header would go to one endpoint.
   */
  public RequestContext withAffinityKey(String affinityKey) {
    Check.notNull(affinityKey, "affinityKey", "a key; leave it out for a request without one");
    return new RequestContext(affinityKey.isEmpty() ? null : affinityKey, subset, tried);
  }

  /**
   * Returns a copy that remembers that {@code endpoint} was tried. An endpoint that was tried is
   * picked again only if all were; or, under {@linkplain HashAlgorithm#boundedLoads bounded loads},
   * if no other has room.
   */
  public RequestContext withTried(Endpoint endpoint) {
    Check.notNull(endpoint, "endpoint", "one that was tried");
    Set<EndpointId> grown = new HashSet<>(tried);
    grown.add(endpoint.id());
    return new RequestContext(affinityKey, subset, Set.copyOf(grown));
  }

  /**
   * Returns a copy for a request that is meant for some endpoints only. What happens if there are
   * none is up to the load balancer's {@link Subsets}.
   */
  public RequestContext withSubset(EndpointSubset subset) {
    Check.notNull(subset, "subset", "an EndpointSubset; leave it out for all endpoints");
    return new RequestContext(affinityKey, subset, tried);
  }

  /** Returns a copy for a request that is meant for any endpoint. */
  public RequestContext withoutSubset() {
    return new RequestContext(affinityKey, null, tried);
  }

  /** The affinity key, if the request has one. */
  public Optional<String> affinityKey() {
    return Optional.ofNullable(affinityKey);
  }

  /** The endpoints that the request is meant for, if it is not meant for any. */
  public Optional<EndpointSubset> subset() {
    return Optional.ofNullable(subset);
  }

  /** The endpoints that were tried already; unmodifiable, mostly empty. */
  public Set<EndpointId> tried() {
    return tried;
  }
}
