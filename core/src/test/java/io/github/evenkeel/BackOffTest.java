/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private final VirtualTime time = new VirtualTime();
  private final Scene scene = scene(Duration.ofSeconds(30)).with(3);

  private Scene scene(Duration longest) {
    return new Scene(Algorithms.roundRobin(), time, builder -> builder.maxBackOff(longest));
  }

  private static Endpoint backOff(Scene scene, Duration duration) {
    Lease lease = scene.begin();
    scene.balancer.backOff(lease, duration);
    scene.balancer.endRequest(lease, Outcome.THROTTLED);
    scene.time.advance(Duration.ZERO);
    return lease.endpoint();
  }

  private static Set<Endpoint> used(Scene scene) {
    return scene.sequential(6).keySet();
  }

  @Test
  void anEndpointThatAsksIsNotUsedForSoLong() {
    Endpoint busy = backOff(scene, Duration.ofSeconds(7));

    time.advance(Duration.ofMillis(6_999));
    assertFalse(used(scene).contains(busy));
    time.advance(Duration.ofMillis(1));
    assertEquals(3, used(scene).size());
    assertEquals(0, time.scheduled());
  }

  @Test
  void noLongerThanItMay() {
    Endpoint busy = backOff(scene, Duration.ofDays(300_000));

    time.advance(Duration.ofSeconds(29));
    assertFalse(used(scene).contains(busy));
    time.advance(Duration.ofSeconds(1));
    assertEquals(3, used(scene).size());
  }

  @Test
  void theLatestTimeThatItAsksForCounts() {
    Lease one = scene.begin();
    Lease other = scene.begin();
    while (!other.endpoint().equals(one.endpoint())) {
      other = scene.begin();
    }
    scene.balancer.backOff(one, Duration.ofSeconds(20));
    scene.balancer.backOff(other, Duration.ofSeconds(10));

    time.advance(Duration.ofSeconds(15));
    assertFalse(used(scene).contains(one.endpoint()));
    time.advance(Duration.ofSeconds(5));
    assertTrue(used(scene).contains(one.endpoint()));
  }

  @Test
  void whereAllAskAllAreUsed() {
    for (int i = 0; i < 3; i++) {
      Endpoint unused = backOff(scene, Duration.ofSeconds(10));
    }

    assertEquals(3, used(scene).size());
    time.advance(Duration.ofSeconds(10));
    assertEquals(3, used(scene).size());
    assertEquals(0, time.scheduled());
  }

  @Test
  void zeroOrLessChangesNothing() {
    Endpoint unused = backOff(scene, Duration.ZERO);
    Endpoint negative = backOff(scene, Duration.ofSeconds(-3));

    assertTrue(used(scene).contains(negative));
    assertEquals(3, used(scene).size());
  }

  @Test
  void itMayBeTurnedOff() {
    Scene off = scene(Duration.ZERO).with(3);

    Endpoint unused = backOff(off, Duration.ofSeconds(10));

    assertEquals(3, used(off).size());
  }

  @Test
  void anEndpointThatWasRemovedAndIsBackIsUsed() {
    Endpoint busy = backOff(scene, Duration.ofSeconds(10));
    scene.with(0);
    scene.with(3);

    assertTrue(used(scene).contains(busy));
  }

  @Test
  void waitingRequestsBeginWhenAnEndpointIsUsedAgain() {
    Scene full =
        new Scene(
                Algorithms.roundRobin(),
                time,
                builder -> builder.concurrencyLimit(ConcurrencyLimit.of(1)))
            .with(2);
    Lease asked = full.begin();
    full.balancer.backOff(asked, Duration.ofSeconds(3));
    time.advance(Duration.ZERO);
    Lease unused = full.begin();
    full.balancer.endRequest(asked, Outcome.THROTTLED);
    var waiting = full.balancer.enqueueRequest(RequestContext.empty(), Duration.ofMinutes(1));

    assertFalse(waiting.isDone());
    time.advance(Duration.ofSeconds(3));
    assertTrue(waiting.isDone());
  }

  @Test
  void refusesForeignLeasesAndTimesOutOfRange() {
    Lease foreign = scene(Duration.ofSeconds(1)).with(1).begin();

    assertThrows(
        IllegalArgumentException.class,
        () -> scene.balancer.backOff(foreign, Duration.ofSeconds(1)));
    assertEquals(
        "maxBackOff of service orders must be from 0 s to 1 h, but was 2 h",
        assertThrows(IllegalArgumentException.class, () -> scene(Duration.ofHours(2)))
            .getMessage());
  }

  /** What ends the request makes room for one that waits, which must not begin there. */
  @Test
  void noRequestThatWaitsBeginsOnAnEndpointThatHasJustAsked() {
    Scene scene =
        new Scene(
            Algorithms.roundRobin(),
            time,
            builder -> builder.concurrencyLimit(ConcurrencyLimit.of(1)));
    scene.with(2);
    Lease asks = scene.begin();
    Lease other = scene.begin();
    var waiting = scene.balancer.enqueueRequest(RequestContext.empty(), Duration.ofSeconds(9));

    scene.balancer.backOff(asks, Duration.ofSeconds(5));
    scene.balancer.endRequest(asks, Outcome.THROTTLED);

    assertFalse(waiting.isDone());
    scene.balancer.endRequest(other, Outcome.SUCCESS);
    assertEquals(other.endpoint(), waiting.join().endpoint());
  }
}
