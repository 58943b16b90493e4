/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;

/** Keeps quiet what pods have to say about what chaos does to them. */
final class Logs {
  // Held, for java.util.logging forgets the level of a logger that nobody holds.
  private static final Logger PODS = Logger.getLogger(MockWebServer.class.getName());
  private static final Logger OKHTTP = Logger.getLogger(OkHttpClient.class.getName());

  private Logs() {}

  static void silencePods() {
    PODS.setLevel(Level.OFF);
    // What an HTTP/2 server cannot write to its client is an INFO; leaks are warnings.
    OKHTTP.setLevel(Level.WARNING);
  }
}
