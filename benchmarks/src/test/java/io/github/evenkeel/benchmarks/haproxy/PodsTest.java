/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class PodsTest {
  @Test
  void aSlowPodHasLessCapacity() throws IOException {
    try (Pods pods = Pods.start(6)) {
      assertEquals(800, pods.capacity(0.03), 1e-9);
      pods.all().get(0).slowDown(4);
      assertEquals(700, pods.capacity(0.03), 1e-9);
    }
  }
}
