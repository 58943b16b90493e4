/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.limit;

import io.github.evenkeel.ConcurrencyLimit;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.internal.host.Capacity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limit that an endpoint states in a label.
 *
 * <ul>
 *   <li>Writers: the control path, when the endpoint is described anew.
 *   <li>Readers: threads that begin a request.
 *   <li>Invariant: at least 1.
 *   <li>Why: a volatile number, so that no request parses a label.
 * </ul>
 */
public final class LabelCapacity implements Capacity {
  private static final Logger logger = LoggerFactory.getLogger(LabelCapacity.class);

  private final ConcurrencyLimit.FromLabel options;
  private volatile int limit;

  /** Makes a capacity for the host of an endpoint. */
  public LabelCapacity(ConcurrencyLimit.FromLabel options, Endpoint endpoint) {
    this.options = options;
    this.limit = limitOf(endpoint);
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public void describe(Endpoint endpoint) {
    limit = limitOf(endpoint);
  }

  private int limitOf(Endpoint endpoint) {
    String label = endpoint.labels().get(options.label());
    if (label == null) {
      return options.otherwise();
    }
    try {
      int stated = Integer.parseInt(label.strip());
      if (stated >= 1) {
        return stated;
      }
    } catch (NumberFormatException e) {
      // As one that is out of range.
    }
    logger.warn(
        "The label {} of endpoint {} must be a whole number of at least 1 to be a concurrency"
            + " limit, but is \"{}\"; {} is used",
        options.label(),
        endpoint.id(),
        label,
        options.otherwise());
    return options.otherwise();
  }

  @Override
  public String toString() {
    return "limit " + limit + " from label " + options.label();
  }
}
