/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A call on its way to an endpoint: the stages, its attempts, and what became of each. */
@NullMarked
package io.github.evenkeel.okhttp.internal.call;

import org.jspecify.annotations.NullMarked;
