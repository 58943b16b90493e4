/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the load of a host is: pure functions of its statistics. */
@NullMarked
package io.github.evenkeel.internal.load;

import org.jspecify.annotations.NullMarked;
