/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Resolves the endpoints of a service from DNS. */
module io.github.evenkeel.dns {
  requires org.dnsjava;
  requires transitive io.github.evenkeel.core;
  requires static transitive org.jspecify;

  exports io.github.evenkeel.dns;
}
