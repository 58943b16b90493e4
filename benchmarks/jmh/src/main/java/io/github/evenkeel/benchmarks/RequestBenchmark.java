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
 * One request, begun and ended, while as many others are in flight as there are endpoints: on idle
 * ones, a search for the least loaded could end with the first it sees. Each fork runs one
 * contender, so that its calls are its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@NullUnmarked // JMH and the set-up fill the fields.
public class RequestBenchmark {

  /** Who balances. */
  @Param public Contender contender;

  /** Over how many. */
  @Param({"10", "100", "1000"})
  public int endpoints;

  private Balancer asShipped;
  private Balancer sameWork;
  private Object[] others;

  /** Makes the balancer, and begins the requests that never end. */
  @Setup
  public void makeBalancer() throws Exception {
    Scene scene = contender.scene(endpoints);
    asShipped = contender.balancerOver(scene);
    sameWork = Recorded.around(asShipped, contender.work(), scene);
    others = new Object[endpoints];
    for (int i = 0; i < endpoints; i++) {
      others[i] = sameWork.begin(i);
    }
  }

  /** Begins and ends a request, with what the contender does not record added to it. */
  @Benchmark
  public void sameWork(Client client) throws Exception {
    client.lease = sameWork.begin(client.turn++);
    sameWork.end(client.lease);
  }

  /** Begins and ends a request as the contender does by itself. */
  @Benchmark
  public void asShipped(Client client) throws Exception {
    client.lease = asShipped.begin(client.turn++);
    asShipped.end(client.lease);
  }

  /** Begins a request and ends the one that was begun eight requests ago. */
  @Benchmark
  public void eightInFlight(Client client) throws Exception {
    int turn = client.turn++;
    Object oldest = client.leases[turn & 7];
    client.leases[turn & 7] = sameWork.begin(turn);
    if (oldest != null) {
      sameWork.end(oldest);
    }
  }

  /** One thread's requests. A lease is stored, as a caller would, so that it is truly allocated. */
  @State(Scope.Thread)
  public static class Client {
    private final Object[] leases = new Object[8];
    private int turn = ThreadLocalRandom.current().nextInt();
    private Object lease;
  }
}
