/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SearchStartTest {
  private final SearchStart start = new SearchStart(7);

  @Test
  void threadsShareOnePlaceAsLongAsTheyDoNotCollide() {
    start.set(11);

    assertEquals(11, onNeighbour(start::get));
  }

  @Test
  void threadsThatCollidedGoRoundForThemselves() {
    start.collided();

    start.set(11);

    assertEquals(11, start.get());
    assertEquals(7, onNeighbour(start::get));
  }

  /** What a thread gets whose id differs from this one's in the last bits. */
  private static int onNeighbour(Supplier<Integer> work) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread neighbour;
    do {
      neighbour = new Thread(() -> result.complete(work.get()));
    } while ((neighbour.getId() - Thread.currentThread().getId()) % 8 == 0);
    neighbour.start();
    return result.join();
  }
}
