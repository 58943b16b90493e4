/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.service;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.okhttp.AffinityKey;
import java.util.function.Function;
import okhttp3.Headers;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Where the affinity keys of a service's requests come from, if they have no {@link AffinityKey}.
 *
 * @param option the option that says so, for messages
 * @param keys the key of a request; null or empty if it has none
 */
public record Affinity(String option, Function<Request, @Nullable String> keys) {

  /**
   * Takes keys from a header.
   *
   * @throws IllegalArgumentException if no header can have that name
   */
  public static Affinity header(String name) {
    Check.notNull(name, "affinityHeader", "the name of a header such as X-Affinity");
    try {
      var unused = Headers.of(name, "");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "affinityHeader must be the name of a header such as X-Affinity, but was \""
              + name
              + "\"",
          e);
    }
    return new Affinity("affinityHeader", request -> request.header(name));
  }

  /** Takes keys from a function of the user's. */
  public static Affinity key(Function<Request, @Nullable String> keys) {
    Check.notNull(keys, "affinityKey", "a function of a request");
    return new Affinity("affinityKey", keys);
  }

  /**
   * Checks that the keys will have an effect.
   *
   * @throws IllegalArgumentException if {@code algorithm} ignores keys
   */
  public void validate(ServiceUrl service, Algorithm algorithm) {
    if (!algorithm.usesAffinityKeys()) {
      throw new IllegalArgumentException(
          option
              + " of service "
              + service
              + " must be used with an algorithm that uses affinity keys, but was used with "
              + algorithm
              + ", which ignores them. Set algorithm(...) to "
              + AffinityKeys.ALGORITHMS
              + ", or leave "
              + option
              + " out");
    }
  }
}
