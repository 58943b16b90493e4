/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static io.github.evenkeel.Outcome.SERVER_ERROR;
import static io.github.evenkeel.Outcome.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Outlier detection in a service that limits how many requests its endpoints have in flight. */
class OutlierLimitsTest {
  private static final Duration BASE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static OutlierScene scene(int limit, OutlierDetection.Builder options) {
    return new OutlierScene(
            Algorithms.roundRobin(),
            options,
            builder ->
                builder
                    .concurrencyLimit(ConcurrencyLimit.of(limit))
                    .queue(RequestQueue.builder().timeout(PATIENCE).build()))
        .with(2);
  }

  private static CompletableFuture<Lease> enqueue(OutlierScene scene) {
    return scene.scene.balancer.enqueueRequest(RequestContext.empty(), PATIENCE);
  }

  /** Ejects host 1, on which nothing is in flight then. */
  private static void eject(OutlierScene scene) {
    scene.report(1, 5, SERVER_ERROR);
    assertEquals(1, scene.ejected().size());
  }

  @Test
  void whatWaitsIsServedWhenAHostIsBack() { // trap 23
    OutlierScene scene = scene(3, OutlierDetection.builder());
    eject(scene);
    List<CompletableFuture<Lease>> leases = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      leases.add(enqueue(scene));
    }
    assertEquals(3, leases.stream().filter(CompletableFuture::isDone).count());

    scene.pass(BASE);

    // Host 1 is half-open, and gets one at a time.
    for (int i = 3; i < 6; i++) {
      assertTrue(leases.get(i).isDone());
      assertEquals(Scene.endpoint(1), leases.get(i).join().endpoint());
      assertEquals(i + 1, leases.stream().filter(CompletableFuture::isDone).count());
      scene.end(leases.get(i).join(), SUCCESS);
    }
    assertTrue(scene.events().contains("return 1"));
    assertEquals(3, scene.scene.statistics(Scene.endpoint(0)).inFlight());
  }

  /** The request that begins last would be the second of a host that is half-open. */
  @Test
  void aRequestWaitsRatherThanBeTheSecondOfAHostThatIsHalfOpen() {
    OutlierScene scene = scene(3, OutlierDetection.builder());
    eject(scene);
    scene.pass(BASE);
    List<CompletableFuture<Lease>> leases = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      leases.add(enqueue(scene));
    }
    assertEquals(1, scene.scene.statistics(Scene.endpoint(1)).inFlight());
    assertTrue(leases.stream().allMatch(CompletableFuture::isDone));
    assertFalse(enqueue(scene).isDone());
    assertThrows(
        QueueFullException.class, () -> scene.scene.balancer.beginRequest(RequestContext.empty()));
  }

  @Test
  void aRequestThatIsNotAdmittedDoesNotWait() {
    OutlierScene scene =
        scene(3, OutlierDetection.builder().maxEjectionPercent(100).panicThreshold(0)).with(10);
    for (int host = 0; host < 5; host++) {
      scene.report(host, 5, SERVER_ERROR);
    }
    scene.report(5, 5, SERVER_ERROR);
    int failed = 0;
    for (int i = 0; i < 100; i++) {
      CompletableFuture<Lease> lease = enqueue(scene);
      if (lease.isCompletedExceptionally()) {
        CompletionException e = assertThrows(CompletionException.class, lease::join);
        assertInstanceOf(NoEndpointAvailableException.class, e.getCause());
        failed++;
      }
    }
    assertEquals(20, failed, 12);
  }

  @Test
  void theLimitHoldsWhateverIsEjected() {
    OutlierScene scene = scene(1, OutlierDetection.builder()).with(4);
    scene.report(2, 5, SERVER_ERROR);
    scene.pass(BASE);
    for (int i = 0; i < 4; i++) {
      Lease unused = scene.scene.begin();
    }
    for (int host = 0; host < 4; host++) {
      assertEquals(1, scene.scene.statistics(Scene.endpoint(host)).inFlight());
    }
    assertThrows(
        QueueFullException.class, () -> scene.scene.balancer.beginRequest(RequestContext.empty()));
  }
}
