/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  @Test
  void whatTheEndpointOrTheWayToItIsToBlameForIsAFailure() {
    Set<Outcome> failures =
        Arrays.stream(Outcome.values()).filter(Outcome::isFailure).collect(Collectors.toSet());

    assertEquals(EnumSet.complementOf(EnumSet.of(Outcome.SUCCESS, Outcome.CANCELED)), failures);
  }
}
