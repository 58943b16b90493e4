/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Retries requests where that is safe and the budget permits it. */
@NullMarked
package io.github.evenkeel.okhttp.internal.retry;

import org.jspecify.annotations.NullMarked;
