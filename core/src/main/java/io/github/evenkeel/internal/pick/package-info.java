/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How a host is chosen: a file for each algorithm. */
@NullMarked
package io.github.evenkeel.internal.pick;

import org.jspecify.annotations.NullMarked;
