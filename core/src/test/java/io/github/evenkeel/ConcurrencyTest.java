/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariants that hold however threads interleave; what they do in between is not asserted. */
class ConcurrencyTest {
  private static final int THREADS = 6;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /**
   * The endpoints are a window that moves on by one with each update. The lower end is raised after
   * the update is made, the upper before, so that a pick outside is a pick of an endpoint that was
   * removed before the request began, or that was not there yet when it had begun.
   */
  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#all")
  void updatesRacingWithRequests(Algorithm algorithm) throws Exception {
    int updates = 300;
    int width = 5;
    LoadBalancer balancer = LoadBalancer.builder("orders").algorithm(algorithm).build();
    List<Endpoint> all = Scene.endpoints(updates + width);
    AtomicInteger first = new AtomicInteger(0);
    AtomicInteger last = new AtomicInteger(width);
    balancer.setEndpoints(all.subList(0, width));

    List<Callable<Void>> work = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      work.add(
          () -> {
            while (first.get() < updates - 1) {
              int low = first.get();
              Lease lease = balancer.beginRequest(RequestContext.empty());
              int high = last.get();
              int picked = all.indexOf(lease.endpoint());
              assertTrue(low <= picked && picked < high, picked + " of " + low + " to " + high);
              balancer.endRequest(lease, Outcome.SUCCESS);
              balancer.endRequest(lease, Outcome.SUCCESS);
            }
            return null;
          });
    }
    work.add(
        () -> {
          for (int i = 1; i < updates; i++) {
            last.set(i + width);
            balancer.setEndpoints(all.subList(i, i + width));
            first.set(i);
            for (EndpointStatistics statistics : balancer.statistics()) {
              assertTrue(statistics.inFlight() >= 0, statistics.toString());
            }
          }
          return null;
        });
    run(work);

    assertEquals(width, balancer.statistics().size());
    for (EndpointStatistics statistics : balancer.statistics()) {
      assertEquals(0, statistics.inFlight(), statistics.toString());
      assertEquals(false, statistics.draining());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"inFlight", "peakEwma"})
  void noneIsForgottenOnceThreadsHaveRaced(String load) throws Exception {
    AtomicLong time = new AtomicLong();
    LoadBalancer balancer =
        LoadBalancer.builder("orders")
            .algorithm(
                Algorithms.leastLoaded(load.equals("inFlight") ? Load.inFlight() : Load.peakEwma()))
            .nanoClock(() -> time.addAndGet(20_000))
            .build();
    List<Endpoint> all = Scene.endpoints(40);
    balancer.setEndpoints(all);
    List<Callable<Void>> work = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      work.add(
          () -> {
            List<Lease> running = new ArrayList<>();
            for (int i = 0; i < 50_000; i++) {
              running.add(balancer.beginRequest(RequestContext.empty()));
              if (running.size() > i / 1_000 % 8) {
                balancer.endRequest(running.remove(0), Outcome.SUCCESS);
              }
            }
            running.forEach(lease -> balancer.endRequest(lease, Outcome.SUCCESS));
            return null;
          });
    }
    work.add(
        () -> {
          for (int i = 0; i < 200; i++) {
            balancer.setEndpoints(all.subList(i % 20, 40));
          }
          balancer.setEndpoints(all);
          return null;
        });
    run(work);

    for (int i = 0; i < 40 * 40; i++) {
      balancer.beginRequest(RequestContext.empty());
    }
    for (EndpointStatistics statistics : balancer.statistics()) {
      assertTrue(statistics.inFlight() > 0, statistics.toString());
      if (load.equals("inFlight")) {
        assertEquals(40, statistics.inFlight(), statistics.toString());
      }
    }
  }

  @Test
  void manyEndsOfOneLeaseCountOnce() throws Exception {
    LoadBalancer balancer = LoadBalancer.builder("orders").build();
    balancer.setEndpoints(Scene.endpoints(1));
    for (int i = 0; i < 300; i++) {
      Lease lease = balancer.beginRequest(RequestContext.empty());
      CountDownLatch together = new CountDownLatch(THREADS);
      run(
          IntStream.range(0, THREADS)
              .mapToObj(
                  t ->
                      (Callable<Void>)
                          () -> {
                            together.countDown();
                            together.await();
                            balancer.endRequest(lease, Outcome.SUCCESS);
                            return null;
                          })
              .toList());
    }

    EndpointStatistics statistics = balancer.statistics().get(0);
    assertEquals(0, statistics.inFlight());
    assertEquals(300, statistics.succeeded());
  }

  @Test
  void requestsGoOnWhileAnUpdateIsBeingMade() throws Exception {
    CountDownLatch updating = new CountDownLatch(2);
    CountDownLatch finish = new CountDownLatch(1);
    LoadBalancer balancer =
        LoadBalancer.builder("orders").algorithm(stalling(updating, finish)).build();
    balancer.setEndpoints(Scene.endpoints(1));
    Future<?> update = threads.submit(() -> balancer.setEndpoints(Scene.endpoints(2)));
    updating.await();

    // A limit, not a measure: were they to wait for the update, they would wait for ever.
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          Lease lease = balancer.beginRequest(RequestContext.empty());
          assertEquals(Scene.endpoint(0), lease.endpoint());
          balancer.endRequest(lease, Outcome.SUCCESS);
        });

    finish.countDown();
    update.get();
    assertEquals(2, balancer.statistics().size());
  }

  /** Round robin whose second selector takes until {@code finish} to make. */
  private static Algorithm stalling(CountDownLatch updating, CountDownLatch finish) {
    return new Algorithm("stalling") {
      @Override
      SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random) {
        SelectorFactory roundRobin = Algorithms.roundRobin().newSelectors(random);
        return hosts -> {
          updating.countDown();
          if (updating.getCount() == 0) {
            try {
              finish.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
          return roundRobin.over(hosts);
        };
      }
    };
  }

  private void run(List<Callable<Void>> work) throws Exception {
    for (Future<Void> done : threads.invokeAll(work)) {
      done.get();
    }
  }
}
