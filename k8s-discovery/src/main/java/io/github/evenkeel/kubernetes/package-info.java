/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Learns the endpoints of a Service from the Kubernetes API: {@link
 * io.github.evenkeel.kubernetes.KubernetesEndpoints} is where to start.
 */
@NullMarked
package io.github.evenkeel.kubernetes;

import org.jspecify.annotations.NullMarked;
