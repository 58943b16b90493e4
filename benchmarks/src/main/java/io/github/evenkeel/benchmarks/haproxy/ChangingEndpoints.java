/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.discovery.EndpointSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells of the pods that it is told of. Changes are serialised on the monitor. */
final class ChangingEndpoints implements EndpointSource {
  private List<Pod> pods;
  private @Nullable EndpointListener listener;

  ChangingEndpoints(List<Pod> pods) {
    this.pods = List.copyOf(pods);
  }

  synchronized void set(List<Pod> pods) {
    this.pods = List.copyOf(pods);
    publish();
  }

  @Override
  public synchronized void subscribe(EndpointListener listener) {
    this.listener = listener;
    publish();
  }

  private void publish() {
    requireNonNull(listener)
        .onEndpoints(pods.stream().map(pod -> Endpoint.of(pod.address())).toList());
  }
}
