/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.internal.option.Check;

/**
 * Ties a request to an endpoint by a key, with an algorithm that {@linkplain
 * io.github.evenkeel.Algorithm#usesAffinityKeys() uses keys}: requests with the same key go to the
 * same endpoint, as long as that endpoint exists. Set the key as a tag: {@code
 * request.newBuilder().tag(AffinityKey.class, new AffinityKey("customer-7"))}. The tag takes
 * precedence over the {@linkplain ServiceBuilder#affinityKey key} that the service's options take
 * from the request.
 *
 * @param value the key; not empty
 */
public record AffinityKey(String value) {

  /**
   * Creates a key.
   *
   * @throws IllegalArgumentException if {@code value} is empty
   */
  public AffinityKey {
    if (Check.notNull(
            value, "affinity key", "a string; leave the tag out for a request without one")
        .isEmpty()) {
      throw new IllegalArgumentException(
          "affinity key must not be empty; leave the tag out for a request without one");
    }
  }
}
