/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.Scene;
import io.github.evenkeel.VirtualTime;
import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostObserver;
import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.host.ResponseTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a lease tells its host. */
class HostLeaseTest {
  private final VirtualTime time = new VirtualTime();
  private final List<Duration> responseTimes = new ArrayList<>();
  private final HostStats stats =
      new HostStats(
          new ResponseTimes() {
            @Override
            public void add(long nanos, long now) {
              responseTimes.add(Duration.ofNanos(nanos));
            }

            @Override
            public double at(long now) {
              return 0;
            }
          });
  private final Host host =
      new Host(Scene.endpoint(0), null, stats, HostObserver.NONE, Capacity.UNLIMITED);

  private HostLease begin() {
    host.begin(time.getAsLong());
    return new HostLease(() -> {}, time, host, time.getAsLong());
  }

  private void pass(int millis) {
    time.advance(Duration.ofMillis(millis));
  }

  private EndpointStatistics total() {
    return stats.statistics(host.endpoint()).build();
  }

  private double failures() {
    return stats.failureShare(time.getAsLong());
  }

  @Test
  void theResponseTimeIsThatToTheResponseAndTheLatencyThatToTheEnd() { // trap 31
    HostLease lease = begin();
    pass(3);
    lease.responded(Outcome.SUCCESS);
    pass(40);
    lease.end(Outcome.SUCCESS);

    assertEquals(List.of(Duration.ofMillis(3)), responseTimes);
    assertEquals(Duration.ofMillis(43), total().totalLatency());
    assertEquals(1, total().succeeded());
  }

  @Test
  void withoutAResponseTheResponseTimeIsThatToTheEnd() {
    HostLease lease = begin();
    pass(8);
    lease.end(Outcome.SUCCESS);

    assertEquals(List.of(Duration.ofMillis(8)), responseTimes);
    assertEquals(1, total().succeeded());
  }

  @Test
  void onlyTheFirstResponseCounts() {
    HostLease lease = begin();
    pass(3);
    lease.responded(Outcome.SUCCESS);
    pass(4);
    lease.responded(Outcome.SERVER_ERROR);
    lease.responded(Outcome.SUCCESS);

    assertEquals(List.of(Duration.ofMillis(3)), responseTimes);
    assertEquals(0, failures());
    assertEquals(1, stats.streaming());
    assertEquals(1, stats.inFlight());
  }

  @Test
  void aResponseAfterTheEndCountsForNothing() {
    HostLease lease = begin();
    lease.end(Outcome.CANCELED);
    lease.responded(Outcome.SERVER_ERROR);

    assertEquals(List.of(), responseTimes);
    assertEquals(0, failures());
    assertEquals(0, stats.streaming());
    assertEquals(0, stats.inFlight());
  }

  @Test
  void aStreamIsInFlightForAsLongAsItLasts() { // trap 31
    HostLease lease = begin();
    pass(2);
    lease.responded(Outcome.SUCCESS);
    time.advance(Duration.ofHours(1));
    assertEquals(1, stats.inFlight());
    assertEquals(1, stats.streaming());

    lease.end(Outcome.SUCCESS);

    assertEquals(0, stats.inFlight());
    assertEquals(0, stats.streaming());
    assertEquals(List.of(Duration.ofMillis(2)), responseTimes);
  }

  @Test
  void aResponseThatBreaksOffIsAFailure() {
    HostLease lease = begin();
    lease.responded(Outcome.SUCCESS);
    assertEquals(0, failures());

    lease.end(Outcome.CONNECTION_FAILURE);

    assertTrue(failures() > 0);
    assertEquals(1, total().failed());
    assertEquals(0, total().succeeded());
  }

  @Test
  void aFailedResponseThatEndsAsFailedIsOneFailure() {
    begin().end(Outcome.SERVER_ERROR);
    double one = failures();
    time.advance(Duration.ofHours(1));
    assertEquals(0, failures());

    HostLease lease = begin();
    lease.responded(Outcome.SERVER_ERROR);
    lease.end(Outcome.SERVER_ERROR);

    assertEquals(one, failures());
    assertEquals(2, total().failed());
  }

  @Test
  void aCallerThatLosesInterestInAResponseSaysNothing() {
    HostLease lease = begin();
    pass(3);
    lease.responded(Outcome.SUCCESS);
    lease.end(Outcome.CANCELED);

    assertEquals(List.of(Duration.ofMillis(3)), responseTimes);
    assertEquals(0, failures());
    assertEquals(1, total().canceled());
    assertEquals(0, total().succeeded() + total().failed());
  }

  @Test
  void onlyTheFirstEndCounts() {
    HostLease lease = begin();
    lease.responded(Outcome.SUCCESS);
    lease.end(Outcome.TIMEOUT);
    lease.end(Outcome.SUCCESS);
    lease.end(Outcome.CANCELED);

    assertEquals(0, stats.inFlight());
    assertEquals(0, stats.streaming());
    assertEquals(1, total().failed());
    assertEquals(0, total().succeeded() + total().canceled());
  }

  @Test
  void saysWhereItIsAndWhetherItHasEnded() {
    HostLease lease = begin();
    assertEquals("Lease[" + Scene.endpoint(0) + "]", lease.toString());

    lease.end(Outcome.SUCCESS);

    assertEquals("Lease[" + Scene.endpoint(0) + ", ended]", lease.toString());
  }
}
