/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/** Draws hosts of a set by chance. */
@FunctionalInterface
interface Draw {

  /**
   * Returns the index of a host.
   *
   * @param bits 32 random ones
   */
  int index(int bits);

  /** Draws each host of {@code hosts} with a chance in proportion to its weight. */
  static Draw from(HostSet hosts) {
    if (hosts.isWeighted()) {
      return new AliasTable(hosts.weights())::draw;
    }
    int size = hosts.size();
    return bits -> scaled(bits, size);
  }

  /**
   * Scales 32 random bits to 0 to {@code bound - 1}: a multiplication in place of the division and
   * the second draw that {@code nextInt} would cost. Off by less than a millionth of a share.
   */
  static int scaled(int bits, int bound) {
    return (int) ((Integer.toUnsignedLong(bits) * bound) >>> Integer.SIZE);
  }
}
