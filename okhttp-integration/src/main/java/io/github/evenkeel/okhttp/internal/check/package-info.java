/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Checks the health of endpoints over HTTP, beside the requests. */
@NullMarked
package io.github.evenkeel.okhttp.internal.check;

import org.jspecify.annotations.NullMarked;
