/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import okhttp3.OkHttpClient;

/** Adds a pod and deletes one while requests are running, and shows how they follow. */
final class LiveScene {
  private static final int THREADS = 4;

  private final Terminal terminal;
  private final Cluster cluster;
  private final OkHttpLoadBalancing balancing;
  private final Duration second;
  private final Duration patience;

  /**
   * Makes a scene.
   *
   * @param second how long a row of the table is
   * @param patience how long a change may take to show, beyond the rows it has anyway
   */
  LiveScene(
      Terminal terminal,
      Cluster cluster,
      OkHttpLoadBalancing balancing,
      Duration second,
      Duration patience) {
    this.terminal = terminal;
    this.cluster = cluster;
    this.balancing = balancing;
    this.second = second;
    this.patience = patience;
  }

  /** Plays the scene with a client of the cluster's Service. */
  void run(OkHttpClient client) throws DemoFailedException, IOException, InterruptedException {
    terminal.heading("4  Evenkeel under live traffic: requests per pod and second");
    Traffic traffic = Traffic.start(client, cluster.url(), THREADS);
    try (traffic) {
      changePods(new LiveTable(terminal, cluster, traffic));
    }
    if (traffic.failures() > 0) {
      throw new DemoFailedException(
          "No request was to fail, but %d did, the first one so: %s"
              .formatted(traffic.failures(), traffic.firstFailure()));
    }
  }

  private void changePods(LiveTable table)
      throws DemoFailedException, IOException, InterruptedException {
    seconds(2, table);

    Pod added = cluster.addPod();
    table.note(added.name() + " is added.");
    if (!secondsUntil(() -> added.requests() > 0, 2, table)) {
      throw new DemoFailedException(added.name() + " was added but received no requests.");
    }

    Pod deleted = cluster.pods().get(1);
    cluster.deletePod(deleted);
    table.note(deleted.name() + " is deleted, and serves on for its grace period.");
    if (!secondsUntil(() -> isDrained(deleted), 1, table)) {
      throw new DemoFailedException(deleted.name() + " was deleted but is still in use.");
    }
    long received = deleted.requests();
    seconds(1, table);
    long late = deleted.requests() - received;
    if (late > 0) {
      throw new DemoFailedException(
          "%s received %d requests after it was deleted and drained."
              .formatted(deleted.name(), late));
    }

    deleted.close();
    table.note(deleted.name() + " is stopped.");
    seconds(1, table);
  }

  /** Whether no request to this pod is running, and none will be sent. */
  private boolean isDrained(Pod pod) {
    return balancing.statistics(cluster.serviceUrl()).stream()
        .noneMatch(statistics -> statistics.endpoint().address().equals(pod.address()));
  }

  private void seconds(int count, LiveTable table) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      Thread.sleep(second.toMillis());
      table.row();
    }
  }

  /** Lets at least {@code count} seconds pass, and more until the condition holds. */
  private boolean secondsUntil(BooleanSupplier condition, int count, LiveTable table)
      throws InterruptedException {
    seconds(count, table);
    long begin = System.nanoTime();
    while (!condition.getAsBoolean() && System.nanoTime() - begin < patience.toNanos()) {
      seconds(1, table);
    }
    return condition.getAsBoolean();
  }
}
