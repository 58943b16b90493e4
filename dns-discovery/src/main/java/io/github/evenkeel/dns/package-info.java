/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Resolves the endpoints of a service from DNS: {@link io.github.evenkeel.dns.DnsEndpoints} is
 * where to start.
 */
@NullMarked
package io.github.evenkeel.dns;

import org.jspecify.annotations.NullMarked;
