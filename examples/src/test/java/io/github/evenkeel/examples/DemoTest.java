/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoTest {

  @Test
  void aBrokenPromiseSaysWhatCameInstead() {
    DemoFailedException broken =
        assertThrows(
            DemoFailedException.class,
            () -> Demo.promise(false, "Every pod was to be busy", List.of(50L, 50L, 0L, 0L)));

    assertEquals("Every pod was to be busy, but the pods received 50/50/0/0.", broken.getMessage());
  }
}
