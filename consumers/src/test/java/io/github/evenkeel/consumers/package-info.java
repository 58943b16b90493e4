/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
@NullMarked
package io.github.evenkeel.consumers;

import org.jspecify.annotations.NullMarked;
