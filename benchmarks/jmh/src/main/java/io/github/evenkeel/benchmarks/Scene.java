/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import io.github.evenkeel.Endpoint;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What all contenders balance over.
 *
 * @param endpoints how many
 * @param weighted whether their weights differ; else all are 1
 * @param keyed whether requests carry an affinity key
 */
record Scene(int endpoints, boolean weighted, boolean keyed) {
  private static final int KEYS = 4096;

  /** How many different requests there are; a power of two. */
  int requests() {
    return keyed ? KEYS : 1;
  }

  /** The affinity key of the request with this number. */
  String key(int request) {
    return "customer-" + request;
  }

  String ip(int endpoint) {
    return "10." + (endpoint >> 16 & 255) + "." + (endpoint >> 8 & 255) + "." + (endpoint & 255);
  }

  int port() {
    return 8080;
  }

  int weight(int endpoint) {
    return weighted ? 1 + endpoint % 4 : 1;
  }

  /** The endpoints as Evenkeel describes them. */
  List<Endpoint> asEndpoints() {
    return IntStream.range(0, endpoints)
        .mapToObj(i -> Endpoint.builder(ip(i), port()).weight(weight(i)).build())
        .toList();
  }
}
