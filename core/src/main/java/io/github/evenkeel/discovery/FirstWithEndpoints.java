/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import java.util.List;

/**
 * The endpoints of the first of two sources, or those of the second while the first has none.
 *
 * <p>The second is not used before the first has told something, since it may only be the quicker
 * one. What is wrong with it matters only while the first has no endpoints.
 */
final class FirstWithEndpoints extends Composition {
  private final Input first = newInput();
  private final Input second = newInput();

  FirstWithEndpoints(String description) {
    super(description);
  }

  @Override
  List<Input> inputs() {
    return List.of(first, second);
  }

  @Override
  void update() {
    if (first.hasEndpoints()) {
      report(first.endpoints(), first.problems());
    } else if (!first.wasHeard()) {
      return;
    } else if (second.hasEndpoints()) {
      report(second.endpoints(), problemsOf(first, second));
    } else {
      boolean trulyNone = first.endpoints() != null && second.endpoints() != null;
      report(trulyNone ? List.of() : null, problemsOf(first, second));
    }
  }
}
