/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.Scene;
import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.OutcomeObserver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of a host. */
class HostRegistryTest {
  private final HostRegistry registry =
      new HostRegistry(
          (all, now) -> (candidates, request, time) -> 0,
          null,
          endpoint -> Capacity.UNLIMITED,
          () -> OutcomeObserver.NONE);

  @Test
  void aHostWarmsServesAndDrains() {
    Host host = registry.update(Scene.endpoints(1)).added().get(0);
    assertEquals(Host.State.WARMING, host.state());

    assertEquals(List.of(host), registry.prepared());
    assertEquals(Host.State.ACTIVE, host.state());

    assertEquals(List.of(host), registry.update(List.of()).removed());
    assertEquals(Host.State.DRAINING, host.state());
    assertEquals(List.of(), registry.prepared());
  }

  @Test
  void aHostThatIsBackWhileItServesIsTheSameAndWarmsAnew() {
    Host host = registry.update(Scene.endpoints(1)).added().get(0);
    host.begin(0);
    HostRegistry.Change unused = registry.update(List.of());

    Host back = registry.update(Scene.endpoints(1)).added().get(0);

    assertSame(host, back);
    assertEquals(Host.State.WARMING, host.state());
    host.end(Outcome.SUCCESS, 1, 0);
    assertEquals(List.of(host), registry.prepared());
  }
}
