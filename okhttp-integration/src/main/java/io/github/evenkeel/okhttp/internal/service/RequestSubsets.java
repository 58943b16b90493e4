/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.service;

import io.github.evenkeel.EndpointSubset;
import io.github.evenkeel.internal.option.Check;
import okhttp3.Headers;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Finds the subset of endpoints that a request names: by a tag, or else by a header.
 *
 * @param header the header whose value is that of the label; null for none
 * @param label the label
 */
public record RequestSubsets(@Nullable String header, String label) {
  /** By tags only. */
  public static final RequestSubsets TAGGED = new RequestSubsets(null, "");

  /**
   * By a header as well.
   *
   * @throws IllegalArgumentException if no header can have that name
   */
  public static RequestSubsets header(String header, String label) {
    Check.notNull(header, "header of subsetHeader", "the name of a header such as X-Version");
    Check.notNull(label, "label of subsetHeader", "the name of a label such as version");
    try {
      var unused = Headers.of(header, "");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "header of subsetHeader must be the name of a header such as X-Version, but was \""
              + header
              + "\"",
          e);
    }
    return new RequestSubsets(header, label);
  }

  /** The subset of a request; null if it names none. */
  public @Nullable EndpointSubset of(Request request) {
    EndpointSubset tag = request.tag(EndpointSubset.class);
    if (tag != null || header == null) {
      return tag;
    }
    String value = request.header(header);
    return value == null || value.isEmpty() ? null : EndpointSubset.where(label, value);
  }
}
