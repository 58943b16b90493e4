/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.internal.host.HostObserver;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.limit.BoundedLoad;
import io.github.evenkeel.internal.limit.HostLimit;
import io.github.evenkeel.internal.pick.HostPicker;
import io.github.evenkeel.internal.pick.PickerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A key goes to its owner. If the owner is no candidate, the key goes to its owner among the
 * candidates by {@link Rendezvous} hashing: on that all clients agree as well, and the keys of one
 * host spread over all others. A request without a key goes where {@code keyless} says.
 */
public final class HashPicking implements PickerFactory {
  private static final int MOST_STEPS = 8;

  private final KeyTableFactory tables;
  private final PickerFactory keyless;
  private final @Nullable BoundedLoad bound;

  private HashPicking(KeyTableFactory tables, PickerFactory keyless, @Nullable BoundedLoad bound) {
    this.tables = tables;
    this.keyless = keyless;
    this.bound = bound;
  }

  /** By the points of a ring. */
  public static HashPicking ring(Algorithms.RingHash options, PickerFactory keyless) {
    return new HashPicking(new Rings(options), keyless, null);
  }

  /** By the places of a table. */
  public static HashPicking maglev(Algorithms.Maglev options, PickerFactory keyless) {
    return new HashPicking(new MaglevTables(options.tableSize()), keyless, null);
  }

  /** By scores. */
  public static HashPicking rendezvous(PickerFactory keyless) {
    return new HashPicking(Rendezvous::tableOf, keyless, null);
  }

  /** Returns the same with bounded loads. */
  public HashPicking within(BoundedLoad bound) {
    return new HashPicking(tables, keyless, bound);
  }

  @Override
  public HostPicker pickerFor(HostSet all, long now) {
    long[] hashes = new long[all.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = KeyHash.of(all.host(i).id());
    }
    KeyTable table = tables.tableOf(all, hashes);
    HostPicker withoutKey = keyless.pickerFor(all, now);
    return (candidates, request, time) -> {
      String key = request.affinityKey().orElse(null);
      if (key == null) {
        return withoutKey.pick(candidates, request, time);
      }
      long hash = KeyHash.of(key);
      int owner = table.owner(hash);
      int index = candidates == all ? owner : candidates.indexOf(owner);
      if (index < 0) {
        return Rendezvous.owner(candidates, hashes, hash);
      }
      return bound == null ? index : withRoom(candidates, all, table, hash, index);
    };
  }

  /**
   * Returns the owner of the key or, if it is full, the owner of the hash of the hash, and so on:
   * as good as a draw, so the keys of a full host do not all go to one other. Few hosts are full,
   * since their loads cannot add up to more than all, so few steps find room unless c is close to
   * 1. If they do not, returns the owner, and the load balancer leaves out all that are full.
   */
  private int withRoom(HostSet candidates, HostSet all, KeyTable table, long key, int owner) {
    long hash = key;
    int index = owner;
    for (int i = 0; i < MOST_STEPS; i++) {
      if (index >= 0 && candidates.inFlight(index) < limit().of(all, candidates.origin(index))) {
        return index;
      }
      hash = KeyHash.next(hash);
      int next = table.owner(hash);
      index = candidates == all ? next : candidates.indexOf(next);
    }
    return owner;
  }

  @Override
  public HostObserver newObserver(HostStats stats) {
    return bound == null ? HostObserver.NONE : bound;
  }

  @Override
  public HostLimit limit() {
    return bound == null ? HostLimit.NONE : bound;
  }
}
