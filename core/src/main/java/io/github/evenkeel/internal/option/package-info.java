/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Checks of options, and the words in which they speak of values. For all modules of Evenkeel, and
 * for nobody else.
 */
@NullMarked
package io.github.evenkeel.internal.option;

import org.jspecify.annotations.NullMarked;
