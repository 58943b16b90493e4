/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * Makes the selector of each new snapshot. One lives as long as its balancer and carries from one
 * selector to the next what must not begin anew, such as the place in a round robin. Called by one
 * thread at a time, while others use the selectors it made before.
 */
@FunctionalInterface
interface SelectorFactory {

  /** Returns a selector that chooses among {@code hosts}. */
  Selector over(HostSet hosts);
}
