/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How often each request was delivered to a pod, by its number. All its memory is taken at the
 * start, so that it does not look like a leak. Pods write concurrently.
 */
final class Ledger {
  private final AtomicIntegerArray deliveries;

  /**
   * @param requests how many there will be at most
   */
  Ledger(int requests) {
    this.deliveries = new AtomicIntegerArray(requests);
  }

  int capacity() {
    return deliveries.length();
  }

  void delivered(int request) {
    deliveries.incrementAndGet(request);
  }

  int deliveries(int request) {
    return deliveries.get(request);
  }
}
