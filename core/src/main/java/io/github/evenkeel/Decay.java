/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.time.Duration;

/**
 * Exponential decay. A value and the time of its last change are packed into one {@code long}, so
 * that both change in one atomic step and a read projects the value to the time of the read without
 * writing. Immutable.
 *
 * <p>The value is kept as a {@code float}, the time in units of 2^16 ns, about 66 µs. The unit
 * wraps round after 78 hours; what has rested for longer than that is taken for younger than it is,
 * and decays once more.
 */
final class Decay {
  private static final int UNIT_BITS = 16;

  /** Steps per time constant in the table, and time constants after which nothing is left. */
  private static final int STEPS = 64;

  private static final int END = 16;

  /** e^(-i / STEPS): several times as fast as {@link Math#exp}, which every pick would call. */
  private static final double[] TABLE = new double[STEPS * END];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      TABLE[i] = Math.exp(-(double) i / STEPS);
    }
  }

  /** Threads read the clock before they write; one may be found this many units in the past. */
  private static final int TOLERANCE = 1 << 16;

  private final double stepsPerUnit;

  /** Decays to 1/e within {@code constant}. */
  Decay(Duration constant) {
    this.stepsPerUnit = (double) STEPS * (1 << UNIT_BITS) / constant.toNanos();
  }

  /** Packs a value above 0, which does not give 0. */
  static long pack(double value, long now) {
    long bits = Float.floatToRawIntBits((float) value);
    return (bits << 32) | Integer.toUnsignedLong((int) (now >> UNIT_BITS));
  }

  /** The value when it was packed. */
  static double packedValue(long packed) {
    return Float.intBitsToFloat((int) (packed >> 32));
  }

  /** The value as of {@code now}. */
  double value(long packed, long now) {
    return packedValue(packed) * factor(packed, now);
  }

  /** When it was packed, to the unit; the same for any {@code now}. */
  static long packedTime(long packed, long now) {
    return ((now >> UNIT_BITS) - elapsed(packed, now)) << UNIT_BITS;
  }

  private static long elapsed(long packed, long now) {
    int units = (int) (now >> UNIT_BITS) - (int) packed;
    return Integer.toUnsignedLong(units + TOLERANCE) - TOLERANCE;
  }

  /** What is left of 1 from when it was packed to {@code now}. */
  double factor(long packed, long now) {
    long elapsed = elapsed(packed, now);
    if (elapsed <= 0) {
      return 1;
    }
    double steps = elapsed * stepsPerUnit;
    if (steps >= TABLE.length) {
      return 0;
    }
    int whole = (int) steps;
    double rest = (steps - whole) / STEPS;
    return TABLE[whole] * (1 - rest * (1 - rest / 2));
  }
}
