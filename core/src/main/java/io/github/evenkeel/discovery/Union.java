/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import io.github.evenkeel.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The endpoints of two sources together. The first list is complete: it waits until both have told
 * something. After that, what is wrong with one keeps nobody from following the other.
 */
final class Union extends Composition {
  private final Input first = newInput();
  private final Input second = newInput();

  Union(String description) {
    super(description);
  }

  @Override
  List<Input> inputs() {
    return List.of(first, second);
  }

  @Override
  void update() {
    List<Endpoint> all =
        Stream.of(first, second)
            .map(Input::endpoints)
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .toList();
    boolean complete = first.endpoints() != null && second.endpoints() != null;
    boolean bothHeard = first.wasHeard() && second.wasHeard();
    boolean tellable = complete || (bothHeard && !all.isEmpty());
    report(tellable ? all : null, problemsOf(first, second));
  }
}
