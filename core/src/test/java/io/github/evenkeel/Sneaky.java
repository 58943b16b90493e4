/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/** Throws checked exceptions that are not declared, as Kotlin, Groovy and Lombok do. */
public final class Sneaky {
  private Sneaky() {}

  public static void fail(Throwable failure) {
    Sneaky.<RuntimeException>failAs(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void failAs(Throwable failure) throws T {
    throw (T) failure;
  }
}
