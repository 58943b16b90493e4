/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.internal.host.HostSet;

/** An algorithm that the user wrote. */
public final class CustomPicking implements PickerFactory {
  private final Algorithms.Custom algorithm;

  /** Picks as {@code algorithm} does. */
  public CustomPicking(Algorithms.Custom algorithm) {
    this.algorithm = algorithm;
  }

  @Override
  public HostPicker pickerFor(HostSet all, long now) {
    return (candidates, request, time) -> {
      int index = algorithm.picker().pick(candidates, request, time);
      if (index < 0 || index >= candidates.size()) {
        throw new IllegalStateException(
            "the picker of algorithm "
                + algorithm
                + " must return an index from 0 to "
                + (candidates.size() - 1)
                + ", but returned "
                + index);
      }
      return index;
    };
  }
}
