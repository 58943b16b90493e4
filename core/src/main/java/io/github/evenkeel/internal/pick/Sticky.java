/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.github.evenkeel.EndpointId;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.host.ResponseTimes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key keeps the host that it first got, its home, as long as there is that host. Where no key
 * says, or its home is gone, {@code choice} does.
 */
public final class Sticky implements PickerFactory {
  private final PickerFactory choice;

  /** Reading it locks nothing; a new key may wait for another new key. */
  private final Cache<String, EndpointId> homes;

  /**
   * Makes a sticky choice.
   *
   * @param maximumKeys how many keys are remembered: those used last
   */
  public Sticky(PickerFactory choice, int maximumKeys) {
    this.choice = choice;
    this.homes = CacheBuilder.newBuilder().maximumSize(maximumKeys).concurrencyLevel(1).build();
  }

  @Override
  public ResponseTimes newResponseTimes() {
    return choice.newResponseTimes();
  }

  @Override
  public HostPicker pickerFor(HostSet all, long now) {
    HostPicker anywhere = choice.pickerFor(all, now);
    Map<EndpointId, Integer> indexes = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      indexes.put(all.host(i).id(), i);
    }
    return (candidates, request, time) -> {
      String key = request.affinityKey().orElse(null);
      if (key == null) {
        return anywhere.pick(candidates, request, time);
      }
      EndpointId home = homes.getIfPresent(key);
      Integer known = home == null ? null : indexes.get(home);
      if (known != null) {
        int index = candidates.indexOf(known);
        // That this request may not go home says nothing of the next one.
        return index >= 0 ? index : anywhere.pick(candidates, request, time);
      }
      int chosen = anywhere.pick(candidates, request, time);
      Integer settled = indexes.get(settle(key, home, candidates.host(chosen).id()));
      int index = settled == null ? -1 : candidates.indexOf(settled);
      return index >= 0 ? index : chosen;
    };
  }

  /**
   * Makes {@code chosen} the home of the key, unless another request has made it another host since
   * it was {@code before}. Returns the home.
   */
  private EndpointId settle(String key, @Nullable EndpointId before, EndpointId chosen) {
    if (before != null && homes.asMap().replace(key, before, chosen)) {
      return chosen;
    }
    EndpointId other = homes.asMap().putIfAbsent(key, chosen);
    return other == null ? chosen : other;
  }
}
