/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The transport to an endpoint: sockets, name lookup, and connections that are kept, opened in
 * advance or detected as closed.
 */
@NullMarked
package io.github.evenkeel.okhttp.internal.transport;

import org.jspecify.annotations.NullMarked;
