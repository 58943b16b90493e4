/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.client.Version;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/**
 * Whether the user's Kubernetes client is new enough. An older one would not say when a list is
 * complete, so no endpoint would ever arrive, without an error.
 */
final class ClientVersion {
  private ClientVersion() {}

  /**
   * Refuses a client that is too old.
   *
   * @throws IllegalStateException that tells its version and what to do
   */
  static void check() {
    try {
      // By constants, so that a native image knows when it is built.
      var unused = ResourceEventHandler.class.getMethod("onList", String.class, boolean.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(
          "the Kubernetes client %s is too old: evenkeel-kubernetes needs version 7.7.0 or newer of"
                  .formatted(Version.clientVersion())
              + " io.fabric8:kubernetes-client",
          e);
    }
  }
}
