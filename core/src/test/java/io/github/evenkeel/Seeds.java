/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Runs a property with many seeds. A seed that fails is named; {@code mvn test -Dtest=...
 * -Devenkeel.seed=...} replays it alone.
 */
public final class Seeds {
  private static final String PROPERTY = "evenkeel.seed";

  private Seeds() {}

  /** What must hold for any choice that {@code random} makes. */
  @FunctionalInterface
  public interface Property {
    void check(SplittableRandom random) throws Exception;
  }

  /**
   * Checks {@code property} with seeds from 1 to {@code count}, or with the one that is asked for.
   */
  public static void check(int count, Property property) {
    Long only = Long.getLong(PROPERTY);
    (only == null ? LongStream.rangeClosed(1, count) : LongStream.of(only))
        .forEach(
            seed -> {
              try {
                property.check(new SplittableRandom(seed));
              } catch (AssertionError | Exception e) {
                throw new AssertionError("-D" + PROPERTY + "=" + seed + ": " + e.getMessage(), e);
              }
            });
  }
}
