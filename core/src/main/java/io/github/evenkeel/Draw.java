/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.random.RandomGenerator;

/** Draws hosts of a set by chance. */
@FunctionalInterface
interface Draw {

  /** Returns the index of a host. */
  int index(RandomGenerator random);

  /** Draws each host of {@code hosts} with a chance in proportion to its weight. */
  static Draw from(HostSet hosts) {
    if (hosts.isWeighted()) {
      return new AliasTable(hosts.weights())::draw;
    }
    int size = hosts.size();
    return random -> random.nextInt(size);
  }
}
