/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Gives connections up for new ones. */
@NullMarked
package io.github.evenkeel.okhttp.internal.recycling;

import org.jspecify.annotations.NullMarked;
