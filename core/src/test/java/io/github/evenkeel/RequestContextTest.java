/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestContextTest {
  private static final Endpoint A = Scene.endpoint(0);
  private static final Endpoint B = Scene.endpoint(1);

  @Test
  void hasNeitherKeyNorPastAtFirst() {
    assertEquals(Optional.empty(), RequestContext.empty().affinityKey());
    assertEquals(Set.of(), RequestContext.empty().tried());
  }

  @Test
  void remembersTheKeyAndWhatWasTried() {
    RequestContext request =
        RequestContext.empty().withTried(A).withAffinityKey("k").withTried(B).withTried(A);

    assertEquals(Optional.of("k"), request.affinityKey());
    assertEquals(Set.of(A.id(), B.id()), request.tried());
  }

  @Test
  void isNotChangedByItsCopies() {
    RequestContext request = RequestContext.empty().withTried(A);

    request.withTried(B).withAffinityKey("k");

    assertEquals(Set.of(A.id()), request.tried());
    assertEquals(Optional.empty(), request.affinityKey());
  }

  @Test
  void anEmptyKeyIsNoKey() {
    // A header without a value must not send all who sent it to one endpoint.
    assertEquals(
        Optional.empty(),
        RequestContext.empty().withAffinityKey("k").withAffinityKey("").affinityKey());
  }
}
