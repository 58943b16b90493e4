/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.github.evenkeel.discovery.EndpointSource;

/**
 * A source of endpoints that tells how its watch on the Kubernetes API fares, for metrics and
 * readiness probes. Made by {@link KubernetesEndpoints}. Safe for use by many threads.
 */
public interface KubernetesEndpointSource extends EndpointSource {

  /** Returns how the watch fares at present. Does not wait for the API server. */
  WatchStatus status();
}
