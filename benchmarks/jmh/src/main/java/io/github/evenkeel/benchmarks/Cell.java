/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What one measurement is of.
 *
 * @param benchmark the method's name
 * @param contender who was measured
 * @param scene what the hosts were like; always {@link Scene#EQUAL} for the floor, which picks none
 * @param endpoints how many hosts there were
 * @param threads how many threads sent requests
 */
record Cell(String benchmark, Contender contender, Scene scene, int endpoints, int threads) {
  Cell {
    scene = contender == Contender.FLOOR ? Scene.EQUAL : scene;
  }

  static Cell of(BenchmarkParams params) {
    String method = params.getBenchmark();
    return new Cell(
        method.substring(method.lastIndexOf('.') + 1),
        Contender.valueOf(params.getParam("contender")),
        Scene.valueOf(params.getParam("scene")),
        Integer.parseInt(params.getParam("endpoints")),
        params.getThreads());
  }

  /** The floor that this is compared with. */
  Cell floor() {
    return new Cell(benchmark, Contender.FLOOR, Scene.EQUAL, endpoints, threads);
  }

  /** Whether both are comparable: everything is the same except for the contender. */
  boolean competesWith(Cell other) {
    return contender.discipline() == other.contender.discipline()
        && benchmark.equals(other.benchmark)
        && scene == other.scene
        && endpoints == other.endpoints
        && threads == other.threads;
  }
}
