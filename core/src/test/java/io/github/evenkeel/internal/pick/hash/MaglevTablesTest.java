/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Scene;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients of different versions and processes agree on every place of a table. */
class MaglevTablesTest {
  private static final int SIZE = 65537;

  @Test
  void everyPlaceBelongsToTheSameEndpointInEveryProcess() {
    assertEquals(1175668464, Arrays.hashCode(places(Scene.endpoints(10))));
  }

  @Test
  void underWeightsEveryPlaceBelongsToTheSameEndpointInEveryProcess() {
    List<Endpoint> weighted = Scene.weightedEndpoints(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    assertEquals(860029809, Arrays.hashCode(places(weighted)));
  }

  /** The owner of each place, by the lowest hash that falls on it. */
  private static int[] places(List<Endpoint> endpoints) {
    KeyTable table = Tables.of("maglev", endpoints);
    return IntStream.range(0, SIZE)
        .map(place -> table.owner(((((long) place << 32) + SIZE - 1) / SIZE) << 32))
        .toArray();
  }
}
