/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import io.github.evenkeel.internal.host.HostObserver;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.host.HostStats;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One host after the other. With unequal weights, {@link StrideScheduling} that looks at turns
 * only.
 *
 * <p>A request that may not use all hosts draws one of the others at random. With equal weights it
 * takes no turn, so the others' cycle stays exact.
 */
public final class RoundRobin implements PickerFactory {
  private final Supplier<? extends RandomGenerator> random;
  private final StrideScheduling byWeight;

  /**
   * Outlives the sets of hosts: if the cycle began again with each, the first hosts would get a
   * multiple of the others' load while endpoints change. Begins at random, or all clients that
   * start together would visit the hosts in step (trap 9).
   */
  private final AtomicLong turn;

  /** Makes a round robin. */
  public RoundRobin(Supplier<? extends RandomGenerator> random) {
    this.random = random;
    this.byWeight = StrideScheduling.roundRobin(random);
    this.turn = new AtomicLong(random.get().nextLong());
  }

  @Override
  public HostObserver newObserver(HostStats stats) {
    return byWeight.newObserver(stats);
  }

  @Override
  public HostPicker pickerFor(HostSet all, long now) {
    HostPicker next = all.isWeighted() ? byWeight.pickerFor(all, now) : oneAfterTheOther(all);
    HostPicker any = new RandomPicker(all, random);
    return (candidates, request, time) ->
        (candidates == all ? next : any).pick(candidates, request, time);
  }

  private HostPicker oneAfterTheOther(HostSet all) {
    byWeight.pause();
    return (candidates, request, time) -> Math.floorMod(turn.getAndIncrement(), all.size());
  }
}
