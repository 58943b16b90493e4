/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The way to an endpoint: sockets, name lookup, connections that are kept, opened beforehand or
 * found closed.
 */
@NullMarked
package io.github.evenkeel.okhttp.internal.transport;

import org.jspecify.annotations.NullMarked;
