/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Some pods that a service begins with. */
final class Pods implements AutoCloseable {
  private final List<Pod> pods = new ArrayList<>();

  static Pods start(int count) throws IOException {
    Pods pods = new Pods();
    for (int i = 0; i < count; i++) {
      pods.add();
    }
    return pods;
  }

  Pod add() throws IOException {
    Pod pod = Pod.start();
    pods.add(pod);
    return pod;
  }

  List<Pod> all() {
    return List.copyOf(pods);
  }

  /**
   * How many requests a second all workers together can serve: the sum, over the pods, of their
   * workers divided by the mean service time there.
   *
   * @param meanSeconds the mean service time on a pod that is not slowed down
   */
  double capacity(double meanSeconds) {
    return pods.stream().mapToDouble(pod -> Pod.WORKERS / (meanSeconds * pod.slowdown())).sum();
  }

  @Override
  public void close() throws IOException {
    for (Pod pod : pods) {
      pod.close();
    }
  }
}
