/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * Explores interleavings of the few classes in which threads meet, one memory access at a time,
 * with Lincheck: what each call returns must be what it would return in some sequence of the same
 * calls. Short by default; {@code -Devenkeel.interleavings=long} explores many more.
 */
@SuppressWarnings("exports") // Core's module does not read Lincheck's.
public final class Interleavings {
  public static final boolean LONG = "long".equals(System.getProperty("evenkeel.interleavings"));

  private Interleavings() {}

  public static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .iterations(LONG ? 50 : 3)
        .invocationsPerIteration(LONG ? 1_000 : 100)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1);
  }
}
