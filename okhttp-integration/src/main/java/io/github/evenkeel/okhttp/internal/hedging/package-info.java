/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Sends a request to a second endpoint when the response of the first is late. */
@NullMarked
package io.github.evenkeel.okhttp.internal.hedging;

import org.jspecify.annotations.NullMarked;
