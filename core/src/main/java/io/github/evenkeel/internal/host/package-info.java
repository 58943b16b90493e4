/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A host, what is observed of it, and the set of hosts that requests choose from. */
@NullMarked
package io.github.evenkeel.internal.host;

import org.jspecify.annotations.NullMarked;
