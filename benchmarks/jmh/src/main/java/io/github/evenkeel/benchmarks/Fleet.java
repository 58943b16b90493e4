/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.time.Duration;

/**
 * The hosts that a contender balances over, and the requests to them.
 *
 * @param endpoints how many hosts
 * @param scene what they are like
 * @param keyed whether requests carry an affinity key
 */
record Fleet(int endpoints, Scene scene, boolean keyed) {
  /** So long that slow start does not end while it is measured, however slow the machine is. */
  static final Duration SLOW_START = Duration.ofMinutes(10);

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

  double weight(int endpoint) {
    return switch (scene) {
      case UNEQUAL -> 1 + endpoint % 5;
      case NEARLY_EQUAL -> endpoint == special() ? 1.01 : 1;
      case EQUAL, SLOW_START, FAILING -> 1;
    };
  }

  /** Whether this host fails every request. */
  boolean fails(int endpoint) {
    return scene == Scene.FAILING && endpoint == special();
  }

  /** How many hosts are there before the one in slow start joins; all in other scenes. */
  int atFirst() {
    return scene == Scene.SLOW_START ? special() : endpoints;
  }

  /** The host that differs from the others; the last one. */
  private int special() {
    return endpoints - 1;
  }
}
