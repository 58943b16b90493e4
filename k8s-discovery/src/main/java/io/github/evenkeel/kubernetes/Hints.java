/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import java.util.Set;

/**
 * Whose callers an address is meant for, as the EndpointSlice controller has decided.
 *
 * @param zones the names of zones
 * @param nodes the names of nodes
 */
record Hints(Set<String> zones, Set<String> nodes) {
  static final Hints NONE = new Hints(Set.of(), Set.of());
}
