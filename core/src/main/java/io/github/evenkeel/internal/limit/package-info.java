/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How many requests a host may have in flight. */
@NullMarked
package io.github.evenkeel.internal.limit;

import org.jspecify.annotations.NullMarked;
