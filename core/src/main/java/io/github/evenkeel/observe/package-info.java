/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a load balancer reports while it works: events, each with the numbers that caused it. */
@NullMarked
package io.github.evenkeel.observe;

import org.jspecify.annotations.NullMarked;
