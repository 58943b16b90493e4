/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.discovery.EndpointSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The pods of one service, and the list of those that take requests, which it tells as Kubernetes
 * does. Changes are serialised on the monitor.
 */
final class Fleet implements EndpointSource {
  private final Wire wire;
  private final Ledger ledger;
  private final Troubles troubles = new Troubles();
  private final AtomicInteger started = new AtomicInteger();
  private final List<Pod> listed = new ArrayList<>();
  private @Nullable EndpointListener listener;

  Fleet(Wire wire, int size, Ledger ledger) throws IOException {
    this.wire = wire;
    this.ledger = ledger;
    for (int i = 0; i < size; i++) {
      listed.add(start(0));
    }
  }

  Wire wire() {
    return wire;
  }

  Troubles troubles() {
    return troubles;
  }

  /** Starts a pod, which takes no requests before it is {@linkplain #add added}. */
  Pod start(int port) throws IOException {
    return Pod.start(wire, port, wire + "-" + started.incrementAndGet(), ledger);
  }

  synchronized void add(Pod pod) {
    listed.add(pod);
    publish();
  }

  synchronized void remove(Pod pod) {
    listed.remove(pod);
    publish();
  }

  synchronized List<Pod> listed() {
    return List.copyOf(listed);
  }

  private void publish() {
    requireNonNull(listener).onEndpoints(listed.stream().map(Pod::endpoint).toList());
  }

  @Override
  public synchronized void subscribe(EndpointListener listener) {
    this.listener = listener;
    publish();
  }

  /** Ends discovery; the pods live on. */
  @Override
  public void close() {}

  void closePods() {
    listed().forEach(Pod::close);
  }
}
