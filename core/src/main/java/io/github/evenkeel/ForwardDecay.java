/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.time.Duration;

/**
 * Exponential decay without the decaying: a number for a value at a time, such that of two values
 * the one with the lower number is the lower one at any later time. All decay at the same rate, so
 * their order is known when they are measured. (Cormode, Shkapenyuk, Srivastava and Xu, "Forward
 * Decay: A Practical Time Decay Model for Streaming Systems", 2009.)
 *
 * <p>The number is the logarithm of what the value would have been at the beginning of time, in
 * steps of 1/64 of a doubling: values about a hundredth apart may get the same. Immutable.
 */
final class ForwardDecay {
  private static final int STEP_BITS = 6;
  private static final int MANTISSA_BITS = 23;

  /** Logarithms of 1 to 2. */
  private static final short[] LOGARITHMS = new short[1 << STEP_BITS];

  static {
    for (int i = 0; i < LOGARITHMS.length; i++) {
      double log2 = Math.log1p((double) i / LOGARITHMS.length) / Math.log(2);
      LOGARITHMS[i] = (short) (log2 * LOGARITHMS.length);
    }
  }

  private final double stepsPerNano;

  /** Decays to 1/e within {@code constant}. */
  ForwardDecay(Duration constant) {
    this.stepsPerNano = (1 << STEP_BITS) / (constant.toNanos() * Math.log(2));
  }

  /**
   * Returns the number.
   *
   * @param value above 0, and a {@code float}'s
   * @param nanos when it was measured, since the beginning of time
   */
  long number(double value, long nanos) {
    int bits = Float.floatToRawIntBits((float) value);
    int exponent = bits >> MANTISSA_BITS;
    int mantissa = (bits >> (MANTISSA_BITS - STEP_BITS)) & (LOGARITHMS.length - 1);
    return (exponent << STEP_BITS) + LOGARITHMS[mantissa] + (long) (nanos * stepsPerNano);
  }
}
