/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which Service of a real cluster to watch, and what to do with it.
 *
 * @param kubeconfig how to reach the cluster; empty for the usual discovery
 * @param namespace of the Service; empty for the current one
 * @param service its name
 * @param port the name of one of its ports; empty for its only one
 * @param api where to read its endpoints
 * @param requests how many GET requests to send; 0 to only watch
 * @param path of these requests
 * @param time when to end at the latest
 */
record WatchOptions(
    Optional<Path> kubeconfig,
    Optional<String> namespace,
    String service,
    Optional<String> port,
    Api api,
    int requests,
    String path,
    Duration time) {

  /** The two Kubernetes APIs that tell a Service's endpoints. */
  enum Api {
    SLICES,
    ENDPOINTS
  }
}
