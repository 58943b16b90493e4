/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A call on its way to an endpoint: its stages, its attempts, and the outcome of each attempt. */
@NullMarked
package io.github.evenkeel.okhttp.internal.call;

import org.jspecify.annotations.NullMarked;
