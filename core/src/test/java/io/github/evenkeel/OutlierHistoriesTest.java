/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.OutlierDetection.Detector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds whatever happens. */
class OutlierHistoriesTest {
  private static final Outcome[] OUTCOMES = Outcome.values();

  @Test
  void neverTooManyAreEjectedNorAll() { // traps 18 and 42
    Seeds.check(400, random -> new History(random).run());
  }

  private static final class History {
    private final SplittableRandom random;
    private final double maxEjectionPercent;
    private final double panicThreshold;
    private final OutlierScene scene;
    private final List<Lease> running = new ArrayList<>();
    private final double[] failing;
    private int hosts;
    private long begun;
    private boolean panic;

    History(SplittableRandom random) {
      this.random = random;
      this.maxEjectionPercent = 1 + random.nextInt(100);
      this.panicThreshold = random.nextBoolean() ? 0 : 1 + random.nextInt(100);
      OutlierDetection.Builder options =
          OutlierDetection.builder()
              .maxEjectionPercent(maxEjectionPercent)
              .panicThreshold(panicThreshold)
              .consecutive5xx(1 + random.nextInt(5))
              .interval(Duration.ofSeconds(1 + random.nextInt(5)))
              .baseEjectionTime(Duration.ofSeconds(1 + random.nextInt(10)))
              .maxEjectionTime(Duration.ofSeconds(20))
              .successRate(SuccessRate.defaults().withMinimumHosts(2).withRequestVolume(5))
              .failurePercentage(
                  FailurePercentage.defaults().withMinimumHosts(1).withRequestVolume(5));
      if (random.nextBoolean()) {
        options.medianLatency(MedianLatency.above(2).withRequestVolume(5));
      }
      for (Detector detector : Detector.values()) {
        if (random.nextInt(8) == 0) {
          options.off(detector);
        }
        if (random.nextInt(4) == 0) {
          options.enforcing(detector, random.nextInt(1, 101));
        }
      }
      List<Algorithm> algorithms = EveryAlgorithm.all();
      this.scene =
          new OutlierScene(
              algorithms.get(random.nextInt(algorithms.size())), options, builder -> builder);
      this.failing = random.doubles(40, 0, 1).map(p -> p < 0.6 ? 0 : p).toArray();
      resize();
    }

    private void resize() {
      hosts = random.nextInt(8) == 0 ? 1 : 1 + random.nextInt(40);
      scene.with(hosts);
    }

    void run() {
      for (int step = 0; step < 1_500; step++) {
        int choice = random.nextInt(1_000);
        if (choice < 5) {
          resize();
        } else if (choice < 25) {
          scene.pass(Duration.ofMillis(random.nextInt(3_000)));
        } else if (choice < 40) {
          failing[random.nextInt(failing.length)] = random.nextBoolean() ? 0 : random.nextDouble();
        } else if (choice < 600) {
          begin();
        } else if (!running.isEmpty()) {
          end(running.remove(random.nextInt(running.size())));
        }
        check();
      }
      running.forEach(lease -> scene.end(lease, Outcome.SUCCESS));
      running.clear();
      scene.pass(Duration.ofSeconds(100));
      check();
      assertEquals(Set.of(), scene.ejected(), "each comes back");
    }

    private void begin() {
      Lease lease =
          scene.beginIfAdmitted(
              RequestContext.empty().withAffinityKey("key" + random.nextInt(100)));
      if (lease == null) {
        assertEquals(0, panicThreshold, "no endpoint is available");
        return;
      }
      begun++;
      running.add(lease);
      int host = OutlierScene.number(lease.endpoint());
      assertTrue(panic || !scene.ejected().contains(host), "sent to " + host + ", ejected");
    }

    private void end(Lease lease) {
      boolean fails = random.nextDouble() < failing[OutlierScene.number(lease.endpoint())];
      Outcome outcome =
          fails
              ? OUTCOMES[random.nextInt(OUTCOMES.length)]
              : random.nextInt(20) == 0 ? Outcome.CANCELED : Outcome.SUCCESS;
      if (random.nextBoolean()) {
        lease.responded(random.nextBoolean() ? Outcome.SUCCESS : outcome);
      }
      scene.end(lease, outcome);
    }

    private void check() {
      int ejected = scene.ejected().size();
      int most = Math.min(Math.max((int) (hosts * maxEjectionPercent / 100), 1), hosts - 1);
      assertTrue(ejected <= most, ejected + " of " + hosts + " at " + maxEjectionPercent + " %");
      long inFlight =
          scene.scene.balancer.statistics().stream().mapToLong(EndpointStatistics::inFlight).sum();
      assertEquals(running.size(), inFlight, "of " + begun);
      for (String event : scene.events()) {
        if (event.startsWith("panic")) {
          panic = event.startsWith("panic on");
        }
      }
    }
  }
}
