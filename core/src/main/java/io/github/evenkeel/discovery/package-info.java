/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Where the endpoints of a service come from. An {@link
 * io.github.evenkeel.discovery.EndpointSource} hands whole lists of endpoints to an {@link
 * io.github.evenkeel.discovery.EndpointListener}.
 */
@NullMarked
package io.github.evenkeel.discovery;

import org.jspecify.annotations.NullMarked;
