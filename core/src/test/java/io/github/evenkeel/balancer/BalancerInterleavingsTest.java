/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.ConcurrencyLimit;
import io.github.evenkeel.Interleavings;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.Scene;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostObserver;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.host.ResponseTimes;
import io.github.evenkeel.internal.limit.BoundedLoad;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BalancerInterleavingsTest {

  @Test
  void aLeaseEndsOnceWhoeverElseRespondsOrEnds() {
    Interleavings.options().check(OneLease.class);
  }

  @Test
  void whatBoundsCountIsWhatIsInFlight() {
    Interleavings.options().check(BoundedHosts.class);
  }

  @Test
  void boundsHoldWhileRequestsOnlyBegin() {
    filling().actorsPerThread(2).check(FillingHosts.class);
  }

  /** Nor does a request wait for others that stand still where they are. */
  @Test
  void underBoundsWhoeverGoesOnGetsAHost() {
    filling().actorsPerThread(1).checkObstructionFreedom(true).check(FillingHosts.class);
  }

  /** Trap 23. */
  @Test
  void noRequestWaitsWhileThereIsRoomAndNoRoomIsLost() {
    // A request has so many steps here that few of their orders are tried in a short time.
    Interleavings.options()
        .actorsBefore(2)
        .actorsPerThread(2)
        .invocationsPerIteration(Interleavings.LONG ? 1_000 : 40)
        .check(WaitingRequests.class);
  }

  private static ModelCheckingOptions filling() {
    // What a set of hosts does is no step of a thread, or there would be too many.
    return Interleavings.options()
        .threads(3)
        .invocationsPerIteration(Interleavings.LONG ? 1_000 : 20)
        .addGuarantee(forClasses(HostSet.class.getName()).allMethods().ignore());
  }

  /** A lease whose response and end several threads report. */
  public static class OneLease {
    private static final HostLease.Issuer ISSUER = () -> {};

    private final HostStats stats = new HostStats(ResponseTimes.NONE);
    private final HostLease lease;
    private final AtomicInteger ends = new AtomicInteger();

    /** Leaves a request that waits for its response. */
    public OneLease() {
      Host host = new Host(Scene.endpoint(0), null, stats, HostObserver.NONE, Capacity.UNLIMITED);
      host.begin(0);
      lease = new HostLease(ISSUER, () -> 0, host, 0);
    }

    @Operation
    public void respond() {
      lease.responded(Outcome.SUCCESS);
    }

    @Operation
    public void end() {
      lease.end(Outcome.SUCCESS);
      ends.incrementAndGet();
    }

    @Validate
    public void endsOnce() {
      boolean ended = ends.get() > 0;
      if (stats.inFlight() != (ended ? 0 : 1) || (ended && stats.streaming() != 0)) {
        throw new IllegalStateException(
            stats.inFlight() + " in flight, " + stats.streaming() + " streaming");
      }
    }
  }

  private static Host[] hosts(int count, BoundedLoad bound) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Host(
                    Scene.endpoint(i),
                    null,
                    new HostStats(ResponseTimes.NONE),
                    bound,
                    Capacity.UNLIMITED))
        .toArray(Host[]::new);
  }

  private static HostSet equal(Host[] hosts) {
    return HostSet.of(hosts, Arrays.stream(hosts).mapToDouble(host -> 1).toArray());
  }

  /** Two hosts on which requests begin and end. */
  @Param(name = "host", gen = IntGen.class, conf = "0:1")
  public static class BoundedHosts {
    /** With two hosts, the bound of each is one request more than are in flight on both. */
    private final BoundedLoad bound = new BoundedLoad(2);

    private final Host[] hosts = hosts(2, bound);
    private final HostSet all = equal(hosts);
    private final AtomicInteger[] begun = {new AtomicInteger(), new AtomicInteger()};

    @Operation
    public void begin(@Param(name = "host") int host) {
      if (hosts[host].tryBegin(bound.of(all, host), 0)) {
        begun[host].incrementAndGet();
      }
    }

    @Operation
    public void end(@Param(name = "host") int host) {
      int running = begun[host].get();
      if (running > 0 && begun[host].compareAndSet(running, running - 1)) {
        hosts[host].end(Outcome.CANCELED, 0, 0);
      }
    }

    @Validate
    public void counts() {
      int total = 0;
      for (int i = 0; i < hosts.length; i++) {
        total += begun[i].get();
        if (hosts[i].stats().inFlight() != begun[i].get()) {
          throw new IllegalStateException(
              "host " + i + " counts " + hosts[i].stats().inFlight() + " of " + begun[i]);
        }
      }
      if (bound.of(all, 0) != total + 1) {
        throw new IllegalStateException(bound.of(all, 0) - 1 + " of " + total);
      }
    }
  }

  /** Three hosts on which requests only begin, so that the bound only rises. */
  @Param(name = "host", gen = IntGen.class, conf = "0:2")
  public static class FillingHosts {
    private final BoundedLoad bound = new BoundedLoad(1.2);
    private final HostSet all = equal(hosts(3, bound));
    private final Selection[] selections =
        IntStream.range(0, 3).mapToObj(this::preferring).toArray(Selection[]::new);

    private Selection preferring(int host) {
      return new Selection(
          all, (candidates, request, now) -> host % candidates.size(), bound, false);
    }

    @Operation
    public void begin(@Param(name = "host") int host) {
      var unused = selections[host].begin(RequestContext.empty(), false, 0);
    }

    /** No host has more than the bound allows for all that have begun. */
    @Validate
    public void bound() {
      int total = IntStream.range(0, 3).map(all::inFlight).sum();
      for (int i = 0; i < 3; i++) {
        if (all.inFlight(i) > Math.ceil(1.2 * total / 3)) {
          throw new IllegalStateException(all.inFlight(i) + " of " + total + " on one host");
        }
      }
    }
  }

  /** Requests that wait for the one host, which takes one at a time. */
  public static class WaitingRequests {
    private static final Scheduler NEVER = (delay, task) -> () -> {};

    private final LoadBalancer balancer =
        new LoadBalancerBuilder("orders")
            .algorithm(Algorithms.roundRobin())
            .concurrencyLimit(ConcurrencyLimit.of(1))
            .scheduler(NEVER)
            .build();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicReference<@Nullable Lease> running = new AtomicReference<>();
    private final AtomicBoolean doubled = new AtomicBoolean();
    private final AtomicReference<@Nullable CompletableFuture<Lease>> last =
        new AtomicReference<>();

    public WaitingRequests() {
      balancer.setEndpoints(Scene.endpoints(1));
    }

    @Operation
    public void enqueue() {
      CompletableFuture<Lease> future =
          balancer.enqueueRequest(RequestContext.empty(), Duration.ofMinutes(1));
      waiting.incrementAndGet();
      var unused =
          future.whenComplete(
              (lease, failure) -> {
                waiting.decrementAndGet();
                if (lease != null && !running.compareAndSet(null, lease)) {
                  doubled.set(true);
                }
              });
      last.set(future);
    }

    @Operation
    public void end() {
      Lease lease = running.getAndSet(null);
      if (lease != null) {
        balancer.endRequest(lease, Outcome.SUCCESS);
      }
    }

    @Operation
    public void cancel() {
      CompletableFuture<Lease> future = last.getAndSet(null);
      if (future != null) {
        future.cancel(false);
      }
    }

    @Validate
    public void nobodyWaitsInVain() {
      if (doubled.get()) {
        throw new IllegalStateException("two requests run at once");
      }
      int inFlight = balancer.statistics().get(0).inFlight();
      if (inFlight != (running.get() == null ? 0 : 1) || (waiting.get() > 0 && inFlight == 0)) {
        throw new IllegalStateException(
            waiting + " wait, " + inFlight + " in flight, running " + running);
      }
    }
  }
}
