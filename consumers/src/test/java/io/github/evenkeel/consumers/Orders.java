/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All orders in which things can be declared. */
final class Orders {
  private Orders() {}

  static Stream<List<String>> of(List<String> things) {
    if (things.isEmpty()) {
      return Stream.of(List.of());
    }
    return IntStream.range(0, things.size())
        .boxed()
        .flatMap(
            first -> {
              List<String> others = new ArrayList<>(things);
              String head = others.remove((int) first);
              return of(others).map(tail -> Stream.concat(Stream.of(head), tail.stream()).toList());
            });
  }
}
