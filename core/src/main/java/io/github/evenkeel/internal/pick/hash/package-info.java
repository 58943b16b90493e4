/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Consistent hashing: which host owns a key. */
@NullMarked
package io.github.evenkeel.internal.pick.hash;

import org.jspecify.annotations.NullMarked;
