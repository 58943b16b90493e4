/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

/** A Service of a namespace. */
record ServiceName(String namespace, String name) {

  /** As kubectl's users write it: {@code shop/orders}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
