/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    int updates = 150;
    int width = 5;
    LoadBalancer balancer = new LoadBalancerBuilder("orders").algorithm(algorithm).build();
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
              lease.responded(Outcome.SUCCESS);
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
      assertEquals(false, statistics.isDraining());
    }
  }

  static List<Algorithm> byLoad() {
    return List.of(
        Algorithms.adaptiveStride(),
        Algorithms.leastRequest(),
        Algorithms.powerOfTwoChoices(),
        Algorithms.peakEwma());
  }

  /** Were the load of one to stay too high, it would be left for ever. */
  @ParameterizedTest
  @MethodSource("byLoad")
  void noneIsForgottenOnceThreadsHaveRaced(Algorithm algorithm) throws Exception {
    AtomicLong time = new AtomicLong();
    LoadBalancer balancer =
        new LoadBalancerBuilder("orders")
            .algorithm(algorithm)
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
              Lease begun = balancer.beginRequest(RequestContext.empty());
              if (i % 3 == 0) {
                begun.responded(Outcome.SUCCESS);
              }
              running.add(begun);
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
      if (algorithm.equals(Algorithms.leastRequest())) {
        assertEquals(40, statistics.inFlight(), statistics.toString());
      }
    }
  }

  @Test
  void manyEndsOfOneLeaseCountOnce() throws Exception {
    LoadBalancer balancer = new LoadBalancerBuilder("orders").build();
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
    CountDownLatch updating = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    LoadBalancer balancer =
        new LoadBalancerBuilder("orders")
            .attachments(
                endpoint -> {
                  if (!endpoint.equals(Scene.endpoint(0))) {
                    updating.countDown();
                    await(finish);
                  }
                  return new EndpointAttachment() {};
                })
            .build();
    balancer.setEndpoints(Scene.endpoints(1));
    Future<?> update = threads.submit(() -> balancer.setEndpoints(Scene.endpoints(2)));
    updating.await();

    // A limit, not a measure: were they to wait for the update, they would wait for ever.
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          Lease lease = balancer.beginRequest(RequestContext.empty());
          assertEquals(Scene.endpoint(0), lease.endpoint());
          lease.responded(Outcome.SUCCESS);
          balancer.endRequest(lease, Outcome.SUCCESS);
        });

    finish.countDown();
    update.get();
    assertEquals(2, balancer.statistics().size());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void updatesRacingWithStepsOfSlowStartAndPreparations() throws Exception {
    int updates = 2_000;
    AtomicLong time = new AtomicLong();
    AtomicReference<@Nullable Runnable> step = new AtomicReference<>();
    BlockingQueue<CompletableFuture<String>> preparations = new LinkedBlockingQueue<>();
    LoadBalancer balancer =
        new LoadBalancerBuilder("orders")
            // Time races as well, so response times mean nothing.
            .algorithm(Algorithms.leastRequest())
            .slowStart(SlowStart.builder(Duration.ofSeconds(10)).build())
            .nanoClock(time::get)
            .scheduler(
                (delay, task) -> {
                  step.set(task);
                  return () -> step.compareAndSet(task, null);
                })
            .attachments(
                endpoint ->
                    new EndpointAttachment() {
                      @Override
                      public CompletionStage<?> prepare() {
                        CompletableFuture<String> prepared = new CompletableFuture<>();
                        preparations.add(prepared);
                        return prepared;
                      }
                    })
            .build();
    balancer.setEndpoints(Scene.endpoints(3));
    AtomicBoolean updated = new AtomicBoolean();
    List<Callable<Void>> work = new ArrayList<>();
    work.add(
        () -> {
          for (int i = 0; i < updates; i++) {
            balancer.setEndpoints(Scene.endpoints(3 + i % 5));
          }
          balancer.setEndpoints(Scene.endpoints(5));
          updated.set(true);
          return null;
        });
    work.add(
        () -> {
          while (!updated.get()) {
            time.addAndGet(100_000_000);
            Runnable next = step.getAndSet(null);
            if (next != null) {
              next.run();
            }
          }
          return null;
        });
    work.add(
        () -> {
          while (!updated.get() || !preparations.isEmpty()) {
            CompletableFuture<String> prepared = preparations.poll();
            if (prepared != null) {
              prepared.complete("ready");
            }
          }
          return null;
        });
    work.add(
        () -> {
          while (!updated.get()) {
            balancer.endRequest(balancer.beginRequest(RequestContext.empty()), Outcome.SUCCESS);
          }
          return null;
        });
    run(work);

    for (int i = 0; step.get() != null; i++) {
      assertTrue(i < 1_000, "steps without end");
      time.addAndGet(100_000_000);
      requireNonNull(step.getAndSet(null)).run();
    }
    // From another thread than those that have held the lock.
    assertEquals(5, threads.submit(balancer::statistics).get(1, TimeUnit.MINUTES).size());
    Set<Endpoint> picked = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      picked.add(balancer.beginRequest(RequestContext.empty()).endpoint());
    }
    assertEquals(5, picked.size());
  }

  private void run(List<Callable<Void>> work) throws Exception {
    for (Future<Void> done : threads.invokeAll(work)) {
      done.get();
    }
  }
}
