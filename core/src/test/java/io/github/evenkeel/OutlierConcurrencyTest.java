/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.observe.EjectionEvent;
import io.github.evenkeel.observe.HalfOpenEvent;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.ReturnEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outlier detection while many threads send requests, and several run what is scheduled. */
class OutlierConcurrencyTest {
  private static final int THREADS = 4;
  private static final int HOSTS = 20;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final AtomicLong time = new AtomicLong();
  private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();

  private record Task(long at, Runnable work) {}

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private LoadBalancerBuilder builder(LoadBalancerListener listener) {
    return new LoadBalancerBuilder("orders")
        .algorithm(Algorithms.random())
        .nanoClock(time::get)
        .scheduler(
            (delay, work) -> {
              Task task = new Task(time.get() + delay.toNanos(), work);
              tasks.add(task);
              return () -> tasks.remove(task);
            })
        .listener(listener);
  }

  private void runDue() {
    for (Task task : List.copyOf(tasks)) {
      if (task.at <= time.get() && tasks.remove(task)) {
        task.work.run();
      }
    }
  }

  private void run(Callable<Void> work) throws Exception {
    for (Future<Void> done : threads.invokeAll(Collections.nCopies(THREADS, work))) {
      done.get();
    }
  }

  /** Events come one by one, each after what it tells has happened, so they can be counted. */
  private static final class Count implements LoadBalancerListener {
    private final Map<Endpoint, String> states = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private int ejections;
    private int most;

    private void change(Endpoint endpoint, String from, String to) {
      if (inside.incrementAndGet() != 1) {
        faults.add("two at once");
      }
      String before = states.getOrDefault(endpoint, "active");
      if (!from.contains(before)) {
        faults.add(endpoint + " " + before + " is " + to);
      }
      states.put(endpoint, to);
      int out = (int) states.values().stream().filter(state -> state.equals("ejected")).count();
      most = Math.max(most, out);
      inside.decrementAndGet();
    }

    @Override
    public void onEjection(EjectionEvent event) {
      ejections++;
      change(event.endpoint(), "active half-open", "ejected");
    }

    @Override
    public void onHalfOpen(HalfOpenEvent event) {
      change(event.endpoint(), "ejected", "half-open");
    }

    @Override
    public void onReturn(ReturnEvent event) {
      change(event.endpoint(), "half-open", "active");
    }
  }

  @Test
  void neverMoreAreEjectedThanMayBe() throws Exception { // trap 18
    Count count = new Count();
    LoadBalancer balancer =
        builder(count)
            .outlierDetection(
                OutlierDetection.builder()
                    .consecutive5xx(2)
                    .maxEjectionPercent(20)
                    .interval(Duration.ofMillis(100))
                    .baseEjectionTime(Duration.ofMillis(20))
                    .maxEjectionTime(Duration.ofMillis(40))
                    .build())
            .build();
    balancer.setEndpoints(Scene.endpoints(HOSTS));

    run(
        () -> {
          for (int i = 0; i < 30_000; i++) {
            time.addAndGet(10_000);
            Lease lease = balancer.beginRequest(RequestContext.empty());
            balancer.endRequest(
                lease,
                ThreadLocalRandom.current().nextInt(3) > 0
                    ? Outcome.SERVER_ERROR
                    : Outcome.SUCCESS);
            runDue();
          }
          return null;
        });

    assertEquals(List.of(), count.faults);
    assertTrue(count.ejections > 100, count.ejections + " ejections");
    assertEquals(4, count.most);
    for (EndpointStatistics statistics : balancer.statistics()) {
      assertEquals(0, statistics.inFlight());
    }
  }

  @Test
  void whatIsHalfOpenGetsOneRequestAtATime() throws Exception {
    for (int round = 0; round < 20; round++) {
      AtomicInteger halfOpen = new AtomicInteger();
      LoadBalancer balancer =
          builder(
                  new LoadBalancerListener() {
                    @Override
                    public void onHalfOpen(HalfOpenEvent event) {
                      halfOpen.incrementAndGet();
                    }
                  })
              .outlierDetection(OutlierDetection.builder().consecutive5xx(1).build())
              .build();
      balancer.setEndpoints(Scene.endpoints(3));
      Lease failing = balancer.beginRequest(RequestContext.empty());
      Endpoint failed = failing.endpoint();
      balancer.endRequest(failing, Outcome.SERVER_ERROR);
      runDue();
      time.addAndGet(Duration.ofSeconds(30).toNanos());
      runDue();
      assertEquals(1, halfOpen.get());
      AtomicInteger atOnce = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      AtomicInteger probes = new AtomicInteger();

      run(
          () -> {
            for (int i = 0; i < 500; i++) {
              Lease lease = balancer.beginRequest(RequestContext.empty());
              boolean isProbe = lease.endpoint().equals(failed);
              if (isProbe) {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                probes.incrementAndGet();
                Thread.onSpinWait();
                atOnce.decrementAndGet();
              }
              balancer.endRequest(lease, Outcome.CANCELED);
            }
            return null;
          });

      assertTrue(probes.get() > 0);
      assertEquals(1, most.get());
    }
  }
}
