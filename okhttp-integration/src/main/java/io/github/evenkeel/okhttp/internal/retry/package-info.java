/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Sends a request again where that is safe and the budget permits. */
@NullMarked
package io.github.evenkeel.okhttp.internal.retry;

import org.jspecify.annotations.NullMarked;
