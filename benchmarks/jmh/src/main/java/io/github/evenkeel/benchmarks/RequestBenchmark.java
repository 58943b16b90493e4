/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One request, begun and ended, while as many others are in flight as there are endpoints. Without
 * the others a search for the least loaded endpoint could stop at the first idle one. Each fork
 * runs one contender in one scene, so that the JIT compiler sees no other.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@NullUnmarked // JMH and the set-up fill the fields.
public class RequestBenchmark {
  private static final int OVERLAPPING = 8;

  /** Who balances. */
  @Param public Contender contender;

  /** What the hosts are like. */
  @Param public Scene scene;

  /** How many hosts there are. */
  @Param({"10", "100", "1000"})
  public int endpoints;

  private Balancer asShipped;
  private Balancer sameWork;
  private Object[] others;

  /** Makes the balancer, and begins the requests that never end. */
  @Setup
  public void makeBalancer() throws Exception {
    Fleet fleet = contender.fleet(endpoints, scene);
    asShipped = contender.balancerOver(fleet);
    sameWork = Recorded.around(asShipped, contender.work(), fleet);
    others = new Object[endpoints];
    for (int i = 0; i < endpoints; i++) {
      others[i] = sameWork.begin(i);
    }
  }

  /** Begins and ends a request, with the records that the contender does not keep added to it. */
  @Benchmark
  public void sameWork(Client client) throws Exception {
    client.lease = sameWork.begin(client.turn++);
    sameWork.end(client.lease);
  }

  /** Begins and ends a request as the contender ships. */
  @Benchmark
  public void asShipped(Client client) throws Exception {
    client.lease = asShipped.begin(client.turn++);
    asShipped.end(client.lease);
  }

  /** Begins a request and ends the one that was begun eight requests ago. */
  @Benchmark
  public void overlapping(Client client) throws Exception {
    int turn = client.turn++;
    int place = turn & (OVERLAPPING - 1);
    Object oldest = client.leases[place];
    client.leases[place] = sameWork.begin(turn);
    if (oldest != null) {
      sameWork.end(oldest);
    }
  }

  /** The requests of one thread. Leases are stored, so that the compiler must allocate them. */
  @State(Scope.Thread)
  public static class Client {
    private final Object[] leases = new Object[OVERLAPPING];
    private int turn = ThreadLocalRandom.current().nextInt();
    private Object lease;
  }
}
