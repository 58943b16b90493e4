/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import org.jspecify.annotations.Nullable;

/**
 * An address that may get requests, and what the API tells of who is behind it.
 *
 * @param terminating whether the pod is shutting down, but still serves
 */
record PodAddress(
    String ip,
    @Nullable String uid,
    @Nullable String zone,
    @Nullable String node,
    boolean terminating,
    Hints hints) {}
