/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Handles on fields that are updated atomically in place. An atomic object for each would be one
 * more to fetch from memory; the field updaters of {@code java.util.concurrent.atomic} check their
 * argument each time.
 */
final class Fields {
  private Fields() {}

  /** Returns a handle on the field of that name of the class that {@code lookup} is of. */
  static VarHandle handle(MethodHandles.Lookup lookup, String name, Class<?> type) {
    try {
      return lookup.findVarHandle(lookup.lookupClass(), name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
