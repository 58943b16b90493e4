/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

import io.github.evenkeel.internal.host.HostSet;

/**
 * Makes the table of each set of hosts. Lives as long as its load balancer and may carry over what
 * it need not compute again. Called by one thread at a time.
 */
@FunctionalInterface
interface KeyTableFactory {

  /**
   * Returns a table of all hosts.
   *
   * @param hashes the hosts' hashes, in their order
   */
  KeyTable tableOf(HostSet all, long[] hashes);
}
