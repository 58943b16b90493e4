/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * The endpoints that a request may be sent to, at least one, in a fixed order: what a {@link
 * Picker} chooses from. Endpoints that the request may not use, because it has tried them or they
 * are full, are not among them.
 *
 * <p>The set is immutable, and is the same object for all requests without such restrictions until
 * endpoints or weights change, so a picker may keep what it has computed for it. The number of
 * requests in flight is read live.
 *
 * <p>Not to be implemented, except by tests of pickers: methods may be added in any release.
 */
public interface Candidates {

  /** The number of candidates; at least 1. */
  int size();

  /**
   * The candidate at an index.
   *
   * @param index 0 to {@link #size()} - 1
   */
  Endpoint endpoint(int index);

  /**
   * The weight of a candidate at present: {@linkplain Endpoint#weight() its own}, times its slow
   * start, scaled so that the weights of all candidates are 1 on average. Above 0.
   *
   * @param index 0 to {@link #size()} - 1
   */
  double weight(int index);

  /**
   * The number of requests of this client that a candidate has in flight; 0 or more.
   *
   * @param index 0 to {@link #size()} - 1
   */
  int inFlight(int index);
}
