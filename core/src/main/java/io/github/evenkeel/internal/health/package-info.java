/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Which hosts are outliers by how their requests go, and what follows: ejection, half-open, return,
 * and what happens when few hosts are left. {@link io.github.evenkeel.internal.health.Ejections} is
 * where it comes together.
 */
@NullMarked
package io.github.evenkeel.internal.health;

import org.jspecify.annotations.NullMarked;
