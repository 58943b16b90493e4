/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Adds to a contender what it does not keep account of by itself, at the least cost: two reads of
 * the clock, an atomic update at the end, another at the beginning if the contender does not count
 * requests in flight either, and a lease that holds it together. Around {@link #nothing} it is the
 * floor, what a balancer that keeps account of requests cannot do without.
 */
final class Recorded implements Balancer {
  /** Picks nothing. */
  private static final Balancer NOTHING = turn -> Recorded.class;

  /** In a ledger: requests in flight from here up, their total time in nanoseconds below. */
  private static final long ONE_IN_FLIGHT = 1L << 48;

  private final Balancer picker;
  private final long beginning;

  /**
   * One for each endpoint, rounded up to a power of two. Taken in turn and not by the endpoint that
   * was picked, which spares the peers a look-up.
   */
  private final AtomicLong[] ledgers;

  private Recorded(Balancer picker, long beginning, int endpoints) {
    this.picker = picker;
    this.beginning = beginning;
    this.ledgers =
        Stream.generate(AtomicLong::new)
            .limit(Math.max(1, Integer.highestOneBit(endpoints - 1) << 1))
            .toArray(AtomicLong[]::new);
  }

  /** The floor. */
  static Balancer nothing(Scene scene) {
    return around(NOTHING, Work.PICKS, scene);
  }

  /** The floor, but that its ledgers are not taken one after the other. It draws a number more. */
  static Balancer nothingAtRandom(Scene scene) {
    Balancer floor = nothing(scene);
    return new Balancer() {
      @Override
      public Object begin(int turn) throws Exception {
        return floor.begin(ThreadLocalRandom.current().nextInt());
      }

      @Override
      public void end(Object request) {
        floor.end(request);
      }
    };
  }

  /**
   * The floor at random, but that whoever ends a lease first is the only one to do so, which is one
   * more atomic update: where threads share a lease, as a caller and its cancellation do, a
   * balancer that goes without counts some requests twice.
   */
  static Balancer nothingEndingOnce(Scene scene) {
    Balancer floor = nothingAtRandom(scene);
    return new Balancer() {
      @Override
      public Object begin(int turn) throws Exception {
        return floor.begin(turn);
      }

      @Override
      public void end(Object request) {
        if (((Lease) request).end()) {
          floor.end(request);
        }
      }
    };
  }

  /** The floor, but that the ledger is found by the hash of the request's key. */
  static Balancer nothingByKey(Scene scene) {
    Balancer floor = nothing(scene);
    Scene keyed = new Scene(scene.endpoints(), /* weighted= */ false, /* keyed= */ true);
    String[] keys =
        IntStream.range(0, keyed.requests()).mapToObj(keyed::key).toArray(String[]::new);
    return new Balancer() {
      @Override
      public Object begin(int turn) throws Exception {
        // A hash that spreads well, or keys would take the ledgers in order.
        return floor.begin((keys[turn & (keys.length - 1)].hashCode() * 0x9e3779b9) >>> 16);
      }

      @Override
      public void end(Object request) {
        floor.end(request);
      }
    };
  }

  /** Returns {@code balancer} with what it lacks. */
  static Balancer around(Balancer balancer, Work work, Scene scene) {
    return switch (work) {
      case PICKS -> new Recorded(balancer, ONE_IN_FLIGHT, scene.endpoints());
      case COUNTS -> new Recorded(balancer, 0, scene.endpoints());
      case MEASURES -> balancer;
    };
  }

  @Override
  public Object begin(int turn) throws Exception {
    Object picked = picker.begin(turn);
    AtomicLong ledger = ledgers[turn & (ledgers.length - 1)];
    if (beginning != 0) {
      ledger.addAndGet(beginning);
    }
    return new Lease(picked, ledger, System.nanoTime());
  }

  @Override
  public void end(Object request) {
    Lease lease = (Lease) request;
    lease.ledger.addAndGet(System.nanoTime() - lease.beganAtNanos - beginning);
    picker.end(lease.picked);
  }

  @Override
  public String toString() {
    return "Recorded" + Arrays.toString(ledgers);
  }

  private static final class Lease {
    private static final AtomicIntegerFieldUpdater<Lease> ENDED =
        AtomicIntegerFieldUpdater.newUpdater(Lease.class, "ended");

    final Object picked;
    final AtomicLong ledger;
    final long beganAtNanos;

    @SuppressWarnings("UnusedVariable") // by ENDED
    private volatile int ended;

    Lease(Object picked, AtomicLong ledger, long beganAtNanos) {
      this.picked = picked;
      this.ledger = ledger;
      this.beganAtNanos = beganAtNanos;
    }

    boolean end() {
      return ENDED.compareAndSet(this, 0, 1);
    }
  }
}
