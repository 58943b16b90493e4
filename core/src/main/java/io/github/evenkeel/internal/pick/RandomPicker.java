/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import io.github.evenkeel.RequestContext;
import io.github.evenkeel.internal.host.HostSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Any host, with a probability in proportion to its weight (Walker 1977, Vose 1991). */
public final class RandomPicker implements HostPicker {
  private final Supplier<? extends RandomGenerator> random;
  private final HostSet all;
  private final Draw draw;

  /** Makes a picker for {@code all}. */
  public RandomPicker(HostSet all, Supplier<? extends RandomGenerator> random) {
    this.random = random;
    this.all = all;
    this.draw = Draw.from(all);
  }

  @Override
  public int pick(HostSet candidates, RequestContext request, long now) {
    Draw any = candidates == all ? draw : Draw.from(candidates);
    return any.index(random.get().nextInt());
  }
}
