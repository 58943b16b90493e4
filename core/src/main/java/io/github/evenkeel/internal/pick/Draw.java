/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import io.github.evenkeel.internal.host.HostSet;
import java.util.stream.IntStream;

/** Draws hosts of a set at random, with probabilities in proportion to weight. Immutable. */
@FunctionalInterface
interface Draw {

  /**
   * Returns the index of a host.
   *
   * @param bits 32 random ones
   */
  int index(int bits);

  /** Draws from {@code hosts}. */
  static Draw from(HostSet hosts) {
    int size = hosts.size();
    if (!hosts.isWeighted()) {
      return bits -> scaled(bits, size);
    }
    return new AliasTable(IntStream.range(0, size).mapToDouble(hosts::weight).toArray())::draw;
  }

  /**
   * Scales 32 random bits to 0 to {@code bound - 1}: a multiplication in place of the division and
   * the second draw that {@code nextInt} would cost. Off by less than a millionth of a share.
   */
  static int scaled(int bits, int bound) {
    return (int) ((Integer.toUnsignedLong(bits) * bound) >>> Integer.SIZE);
  }
}
