/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import io.github.evenkeel.Algorithm;
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

/** A change of one endpoint in 5000, beside a balancer that is made anew. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@NullUnmarked // JMH and the set-up fill the fields.
public class UpdateBenchmark {
  static final int ENDPOINTS = 5000;

  /** The algorithm; one of Evenkeel's. */
  @Param({"LEAST_REQUEST"})
  public Contender contender;

  private Algorithm algorithm;
  private List<Endpoint> before;
  private List<Endpoint> after;
  private LoadBalancer balancer;

  /** Makes the lists, and a balancer over the first. */
  @Setup
  public void makeBalancer() {
    algorithm = contender.algorithm();
    Scene scene = contender.scene(ENDPOINTS + 1);
    before = scene.asEndpoints().subList(0, ENDPOINTS);
    after = new ArrayList<>(before);
    after.set(ENDPOINTS / 2, scene.asEndpoints().get(ENDPOINTS));
    balancer = build();
  }

  /** Replaces one endpoint by another, and back the next time. */
  @Benchmark
  public LoadBalancer changeOne() {
    List<Endpoint> next = after;
    after = before;
    before = next;
    balancer.setEndpoints(next);
    return balancer;
  }

  /** Makes a balancer over all endpoints. */
  @Benchmark
  public LoadBalancer build() {
    LoadBalancer fresh = LoadBalancer.builder("benchmark").algorithm(algorithm).build();
    fresh.setEndpoints(before);
    return fresh;
  }
}
