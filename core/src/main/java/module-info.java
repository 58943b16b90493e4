/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Endpoints, algorithms and the load balancer; no HTTP and no Kubernetes. */
@SuppressWarnings("module") // The friends are other modules of this build, compiled later.
module io.github.evenkeel.core {
  requires com.google.common;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.github.evenkeel;
  exports io.github.evenkeel.balancer;
  exports io.github.evenkeel.discovery;
  exports io.github.evenkeel.observe;
  exports io.github.evenkeel.internal.option to
      io.github.evenkeel.dns,
      io.github.evenkeel.kubernetes,
      io.github.evenkeel.okhttp;
}
