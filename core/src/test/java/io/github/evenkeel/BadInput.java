/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Checks that bad input is refused with a message that names it. */
@SuppressWarnings("exports") // A test that shares this is in the same module.
public final class BadInput {
  private BadInput() {}

  /** Fails unless null is refused in a message that contains {@code part}. */
  public static void assertNullRefused(Executable input, String part) {
    String message = String.valueOf(assertThrows(NullPointerException.class, input).getMessage());
    assertTrue(message.contains(part), message);
  }

  /** Fails unless {@code input} is refused in a message that contains all of {@code parts}. */
  public static void assertRefused(Executable input, String... parts) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, input).getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }
}
