/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.util.function.Function;
import okhttp3.Headers;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Where the affinity keys of a service's requests come from. */
final class Affinity {
  /** No request has a key, unless its tag says so. */
  static final Affinity NONE = new Affinity(request -> null);

  private final Function<Request, @Nullable String> keys;

  private Affinity(Function<Request, @Nullable String> keys) {
    this.keys = keys;
  }

  /**
   * Takes keys from a header.
   *
   * @throws IllegalArgumentException if no header can have that name
   */
  static Affinity header(String name) {
    try {
      var unused = Headers.of(name, "");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "affinityHeader must be the name of a header such as X-Affinity, but was \""
              + name
              + "\"",
          e);
    }
    return new Affinity(request -> request.header(name));
  }

  /** Takes keys from a function of the user's. */
  static Affinity key(Function<Request, @Nullable String> keys) {
    return new Affinity(keys);
  }

  /** The key of a request; null or empty if it has none. */
  @Nullable String keyOf(Request request) {
    AffinityKey tag = request.tag(AffinityKey.class);
    return tag == null ? keys.apply(request) : tag.value();
  }
}
