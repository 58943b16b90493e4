/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Which hosts are candidates, by what discovery knows of them. */
@NullMarked
package io.github.evenkeel.internal.eligible;

import org.jspecify.annotations.NullMarked;
