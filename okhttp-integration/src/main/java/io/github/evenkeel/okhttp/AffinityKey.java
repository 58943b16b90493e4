/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.internal.option.Check;

/**
 * Ties one request to an endpoint by a key, under an algorithm that {@linkplain
 * io.github.evenkeel.Algorithm#usesAffinityKeys() uses keys}: requests of one key go to one
 * endpoint, as long as it is there. Set it as a tag: {@code
 * request.newBuilder().tag(AffinityKey.class, new AffinityKey("customer-7"))}. It takes precedence
 * over the {@linkplain ServiceBuilder#affinityKey key that the service's options} find in the
 * request.
 *
 * @param value the key; not empty
 */
public record AffinityKey(String value) {

  /**
   * Makes a key.
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
