/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.RequestQueue.Order;
import io.github.evenkeel.RequestQueue.WhenHomeIsFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What holds for limits and the queue whatever happens. */
class RequestQueueHistoryTest {
  private static final int ENDPOINTS = 5;

  @Test
  void limitsHoldNoWakeUpIsLostAndEachRequestEndsOnce() {
    Seeds.check(2_000, random -> new History(random).play(200));
  }

  private static final class Request {
    private final CompletableFuture<Lease> lease;
    private final boolean plain;
    private int outcomes;

    Request(CompletableFuture<Lease> lease, boolean plain) {
      this.lease = lease;
      this.plain = plain;
      var unused = lease.whenComplete((granted, failure) -> outcomes++);
    }

    boolean waits() {
      return !lease.isDone();
    }

    boolean runs() {
      return lease.isDone() && !lease.isCompletedExceptionally();
    }
  }

  private static final class History {
    private final SplittableRandom random;
    private final VirtualTime time = new VirtualTime();
    private final int limit;
    private final int maxRequests;
    private final boolean fifo;
    private final Scene scene;

    /** In the order in which they came. */
    private final List<Request> requests = new ArrayList<>();

    private final List<Request> running = new ArrayList<>();
    private final List<Request> all = new ArrayList<>();

    History(SplittableRandom random) {
      this.random = random;
      this.limit = random.nextInt(1, 4);
      this.maxRequests = random.nextInt(1, ENDPOINTS * limit + 2);
      this.fifo = random.nextBoolean();
      Algorithm algorithm =
          random.nextBoolean() ? Algorithms.adaptiveStride() : Algorithms.ringHash();
      RequestQueue queue =
          RequestQueue.builder()
              .maxPending(random.nextInt(1, 20))
              .timeout(Duration.ofMillis(random.nextInt(1, 300)))
              .order(fifo ? Order.FIFO : Order.ADAPTIVE_LIFO)
              .whenHomeIsFull(
                  algorithm.usesAffinityKeys() && random.nextBoolean()
                      ? WhenHomeIsFull.WAIT
                      : WhenHomeIsFull.OVERFLOW)
              .build();
      this.scene =
          new Scene(
              algorithm,
              time,
              builder ->
                  builder
                      .concurrencyLimit(ConcurrencyLimit.of(limit))
                      .maxRequests(maxRequests)
                      .queue(queue));
      scene.with(random.nextInt(1, ENDPOINTS + 1));
    }

    void play(int steps) {
      for (int i = 0; i < steps; i++) {
        step();
        check();
      }
      while (!requests.isEmpty() || !running.isEmpty()) {
        while (!running.isEmpty()) {
          end(running.get(0));
          check();
        }
        time.advance(Duration.ofMillis(300));
        check();
      }
      // The last reports on the queue. No timeout is as short.
      time.advance(Duration.ofSeconds(3));
      assertEquals(0, time.scheduled(), "timeouts are left over");
      all.forEach(request -> assertEquals(1, request.outcomes));
      assertTrue(
          scene.balancer.statistics().stream().allMatch(statistics -> statistics.inFlight() == 0));
    }

    private void step() {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> begin();
        case 4, 5, 6 -> {
          if (!running.isEmpty()) {
            end(running.get(random.nextInt(running.size())));
          }
        }
        case 7 -> {
          if (!requests.isEmpty()) {
            requests.get(random.nextInt(requests.size())).lease.cancel(false);
          }
        }
        case 8 -> scene.with(random.nextInt(0, ENDPOINTS + 1));
        default -> time.advance(Duration.ofMillis(random.nextInt(0, 200)));
      }
    }

    private void begin() {
      RequestContext context = RequestContext.empty();
      if (random.nextInt(4) == 0) {
        context = context.withTried(Scene.endpoint(random.nextInt(ENDPOINTS)));
      }
      if (random.nextInt(3) == 0) {
        context = context.withAffinityKey("key" + random.nextInt(10));
      }
      boolean plain = context.tried().isEmpty() && context.affinityKey().isEmpty();
      Request request =
          new Request(
              scene.balancer.enqueueRequest(context, Duration.ofMillis(random.nextInt(-1, 400))),
              plain);
      requests.add(request);
      all.add(request);
    }

    private void end(Request request) {
      running.remove(request);
      scene.balancer.endRequest(request.lease.join(), Outcome.SUCCESS);
    }

    private void check() {
      boolean passed = false;
      for (Request request : List.copyOf(requests)) {
        if (request.waits()) {
          passed |= request.plain;
        } else {
          requests.remove(request);
          if (request.runs()) {
            assertFalse(fifo && request.plain && passed, "a request has overtaken one before it");
            running.add(request);
          }
        }
      }
      int inFlight = 0;
      boolean hasRoom = false;
      for (EndpointStatistics endpoint : scene.balancer.statistics()) {
        assertTrue(endpoint.inFlight() <= limit, () -> "above the limit: " + endpoint);
        hasRoom |= !endpoint.isDraining() && endpoint.inFlight() < limit;
        inFlight += endpoint.inFlight();
      }
      assertEquals(running.size(), inFlight);
      assertTrue(inFlight <= maxRequests);
      if (hasRoom && inFlight < maxRequests) {
        assertTrue(
            requests.stream().noneMatch(request -> request.plain),
            "a request waits although there is room");
      }
    }
  }
}
