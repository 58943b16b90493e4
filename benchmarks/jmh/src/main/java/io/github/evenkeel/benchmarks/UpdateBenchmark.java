/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.LoadBalancer;
import java.util.ArrayList;
import java.util.List;
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

/** A change of one endpoint in 5000. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@NullUnmarked // JMH and the set-up fill the fields.
public class UpdateBenchmark {

  /** The algorithm; one of Evenkeel's. */
  @Param public Contender contender;

  /** What the hosts are like. */
  @Param public Scene scene;

  /** How many hosts there are. */
  @Param("5000")
  public int endpoints;

  private LoadBalancer balancer;
  private List<Endpoint> current;
  private List<Endpoint> next;

  /** Makes the two lists, and a balancer over the first. */
  @Setup
  public void makeBalancer() {
    Fleet fleet = contender.fleet(endpoints, scene);
    List<Endpoint> oneMore = EvenkeelBalancer.endpoints(contender.fleet(endpoints + 1, scene));
    current = oneMore.subList(0, endpoints);
    next = new ArrayList<>(current);
    next.set(endpoints / 2, oneMore.get(endpoints));
    balancer = EvenkeelBalancer.over(current, contender.algorithm(), fleet);
  }

  /** Replaces one endpoint by another, and back the next time. */
  @Benchmark
  public void changeOne() {
    List<Endpoint> endpoints = next;
    next = current;
    current = endpoints;
    balancer.setEndpoints(endpoints);
  }
}
