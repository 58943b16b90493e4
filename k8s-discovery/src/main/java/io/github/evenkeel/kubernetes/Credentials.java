/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.client.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of a Kubernetes client. fabric8 asks an {@code OAuthTokenProvider} before each request,
 * and reads a token anew from the kubeconfig or the service account after a 401, or else once a
 * minute. It does not after a 401 that the HTTP client has lost, so this does.
 */
final class Credentials {
  private static final Logger log = LoggerFactory.getLogger(Credentials.class);

  private final Config config;

  Credentials(Config config) {
    this.config = config;
  }

  /** Reads the token anew, as fabric8 does after a 401. Never throws. */
  void reread() {
    if (config.getOauthTokenProvider() != null || config.getOauthToken() != null) {
      return; // Asked each time, or set once and for all.
    }
    try {
      Config newest = config.refresh();
      String token =
          newest.getOauthToken() == null ? newest.getAutoOAuthToken() : newest.getOauthToken();
      if (token != null && !token.isEmpty()) {
        config.setAutoOAuthToken(token);
      }
    } catch (Throwable e) { // The attempt that follows meets the same, and reports it.
      log.debug("Could not read the credentials of the Kubernetes client anew.", e);
    }
  }
}
