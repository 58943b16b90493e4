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
  private static final RequestContext EMPTY = new RequestContext(null, Set.of());

  private final @Nullable String affinityKey;
  private final Set<EndpointId> tried;

  private RequestContext(@Nullable String affinityKey, Set<EndpointId> tried) {
    this.affinityKey = affinityKey;
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
    return new RequestContext(affinityKey.isEmpty() ? null : affinityKey, tried);
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
    return new RequestContext(affinityKey, Set.copyOf(grown));
  }

  /** The affinity key, if the request has one. */
  public Optional<String> affinityKey() {
    return Optional.ofNullable(affinityKey);
  }

  /** The endpoints that were tried already; unmodifiable, mostly empty. */
  public Set<EndpointId> tried() {
    return tried;
  }
}
