/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What all rooms share: time and randomness, and which OkHttp there is. */
@NullMarked
package io.github.evenkeel.okhttp.internal;

import org.jspecify.annotations.NullMarked;
