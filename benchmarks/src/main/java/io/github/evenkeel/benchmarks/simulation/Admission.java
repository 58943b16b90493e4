/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Which algorithms may be the default at all: those that spread requests evenly over servers that
 * are healthy and about equally fast.
 *
 * @param unequal what came of the scenes with healthy servers that are not quite equal
 * @param sequential what came of the scenes with a client that sends one request at a time
 * @param healthy what came of the other scenes in which all servers are healthy
 */
record Admission(
    List<SceneResults> unequal, List<SequentialResults> sequential, List<SceneResults> healthy) {

  /** The most requests that a server may get, divided by the mean. */
  static final double LARGEST_UNEVENNESS = 1.10;

  /** The fewest of {@link SlidingWindow#SIZE} sequential requests that each of four may get. */
  static final int FEWEST = 20;

  /** The most of {@link SlidingWindow#SIZE} sequential requests that each of four may get. */
  static final int MOST = 30;

  /** Whether {@code contestant} may be the default. */
  boolean admits(Contestant contestant) {
    return !contestant.needsKeys() && objections(contestant).isEmpty();
  }

  /** The scenes in which {@code contestant}, which needs no keys, is not even enough. */
  List<Scene> objections(Contestant contestant) {
    List<Scene> objections = new ArrayList<>();
    for (SceneResults results : unequal) {
      if (isUneven(results.get(contestant))) {
        objections.add(results.scene());
      }
    }
    for (SequentialResults results : sequential) {
      if (isUneven(results.get(contestant))) {
        objections.add(results.scene());
      }
    }
    for (SceneResults results : healthy) {
      if (isUneven(results.get(contestant))) {
        objections.add(results.scene());
      }
    }
    return objections;
  }

  /** Whether some server got too many requests. */
  static boolean isUneven(Result result) {
    return result.unevenness().mean() > LARGEST_UNEVENNESS;
  }

  /** Whether some server got too few or too many requests in some window. */
  static boolean isUneven(WindowRange range) {
    return range.fewest() < FEWEST || range.most() > MOST;
  }
}
