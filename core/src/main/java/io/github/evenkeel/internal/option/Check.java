/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.option;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Refuses bad values of options, in messages that name the option, the value and the range. */
public final class Check {
  private Check() {}

  /**
   * Returns {@code value}.
   *
   * @param accepted what it must be, as in "an OkHttpClient"
   * @throws NullPointerException if it is null
   */
  public static <T> T notNull(@Nullable T value, String option, String accepted) {
    if (value == null) {
      throw new NullPointerException(option + " must be " + accepted + ", but was null");
    }
    return value;
  }

  /**
   * Checks a collection and what is in it.
   *
   * @param accepted what each element must be, as in "an Endpoint"
   * @throws NullPointerException if it, or an element, is null
   */
  public static <C extends Collection<?>> C noNulls(
      @Nullable C values, String option, String accepted) {
    C present = notNull(values, option, "a collection, each element " + accepted);
    for (Object value : present) {
      if (value == null) {
        throw new NullPointerException(
            option + " must contain no null: each element must be " + accepted);
      }
    }
    return present;
  }

  /**
   * Returns {@code value}.
   *
   * @throws IllegalArgumentException if it is less than {@code min}
   */
  public static int atLeast(int min, int value, String option) {
    return Math.toIntExact(atLeast((long) min, value, option));
  }

  /**
   * Returns {@code value}.
   *
   * @throws IllegalArgumentException if it is less than {@code min}
   */
  public static long atLeast(long min, long value, String option) {
    if (value < min) {
      throw new IllegalArgumentException(
          option + " must be at least " + min + ", but was " + value);
    }
    return value;
  }

  /**
   * Returns {@code value}.
   *
   * @throws IllegalArgumentException if it is not from {@code min} to {@code max}
   */
  public static int within(int min, int max, int value, String option) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          option + " must be from " + min + " to " + max + ", but was " + value);
    }
    return value;
  }

  /**
   * Returns {@code value}.
   *
   * @throws IllegalArgumentException if it is not from {@code min} to {@code max}
   */
  public static double within(double min, double max, double value, String option) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          option + " must be from " + plain(min) + " to " + plain(max) + ", but was " + value);
    }
    return value;
  }

  /**
   * Returns {@code value}, a percentage. One above 0 and below 1 is taken for a fraction, and
   * refused.
   *
   * @param min 0 or more
   * @param max at most 100
   * @throws IllegalArgumentException if it is not from {@code min} to {@code max}, or if it is
   *     between 0 and 1
   */
  public static double percent(double min, double max, double value, String option) {
    boolean isFraction = value > 0 && value < 1;
    if (value >= min && value <= max && !isFraction) {
      return value;
    }
    boolean couldBe = isFraction && value * 100 >= min && value * 100 <= max;
    throw new IllegalArgumentException(
        option
            + " must be in percent, "
            + (min == 0 ? "0 or from 1" : "from " + plain(min))
            + " to "
            + plain(max)
            + ", but was "
            + value
            + (couldBe ? "; did you mean " + plain(value, 2) + "?" : ""));
  }

  /**
   * Returns {@code value}.
   *
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if it is not above zero, or more than {@code max}
   */
  public static Duration positive(Duration max, @Nullable Duration value, String option) {
    Duration present = notNull(value, option, "a Duration");
    if (present.isNegative() || present.isZero() || present.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          option
              + " must be above 0 s and at most "
              + Durations.text(max)
              + ", but was "
              + Durations.text(present));
    }
    return present;
  }

  /**
   * Returns {@code value}.
   *
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if it is not from {@code min} to {@code max}
   */
  public static Duration within(
      Duration min, Duration max, @Nullable Duration value, String option) {
    Duration present = notNull(value, option, "a Duration");
    if (present.compareTo(min) < 0 || present.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          option
              + " must be from "
              + Durations.text(min)
              + " to "
              + Durations.text(max)
              + ", but was "
              + Durations.text(present));
    }
    return present;
  }

  /** Returns {@code number} without a superfluous fraction or exponent. */
  private static String plain(double number) {
    return plain(number, 0);
  }

  /** The same, times a power of ten, which is exact unlike that of doubles. */
  public static String plain(double number, int powerOfTen) {
    return BigDecimal.valueOf(number)
        .movePointRight(powerOfTen)
        .stripTrailingZeros()
        .toPlainString();
  }
}
