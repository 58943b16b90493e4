/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

import com.google.common.hash.Hashing;
import io.github.evenkeel.EndpointId;

/**
 * Hashes of keys and of endpoints. They are the same in every process, so that all clients of a
 * service agree on which key belongs where.
 */
final class KeyHash {
  /** 2^64 divided by the golden ratio, odd: the increment of a Weyl sequence. */
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private KeyHash() {}

  /**
   * The hash of an affinity key. {@link String#hashCode} is specified, and computed only once for
   * each string; mixing spreads it over 64 bits.
   */
  static long of(String key) {
    return mix(key.hashCode() + STEP);
  }

  /** The hash of an endpoint: of what makes it itself. */
  static long of(EndpointId id) {
    return Hashing.murmur3_128().hashUnencodedChars(id.toString()).asLong();
  }

  /** The next of the hashes that follow from {@code hash}, all as if by chance. */
  static long next(long hash) {
    return mix(hash + STEP);
  }

  /** Murmur3's 64 bit finaliser: every bit of {@code value} moves half of the result's. */
  static long mix(long value) {
    value = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    value = (value ^ (value >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return value ^ (value >>> 33);
  }
}
