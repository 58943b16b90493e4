/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * Makes the table of each new snapshot. One lives as long as its balancer and may carry over what
 * it need not compute again. Called by one thread at a time.
 */
@FunctionalInterface
interface KeyTableFactory {

  /** Returns a table of {@code hosts}, by the weights of their endpoints. */
  KeyTable over(HostSet hosts);
}
