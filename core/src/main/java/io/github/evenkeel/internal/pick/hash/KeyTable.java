/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

/** Tells which host of a set owns a key. Immutable. */
@FunctionalInterface
interface KeyTable {

  /** Returns the index of the host that owns keys of this hash. */
  int owner(long hash);
}
