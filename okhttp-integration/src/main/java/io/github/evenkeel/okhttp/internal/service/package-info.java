/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What is known of a service: its URLs, the keys of its requests, whether its endpoints are known,
 * and what misses it.
 */
@NullMarked
package io.github.evenkeel.okhttp.internal.service;

import org.jspecify.annotations.NullMarked;
