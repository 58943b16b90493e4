/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.discovery.EndpointSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A discovery that says what a test tells it to. */
public final class ScriptedEndpoints implements EndpointSource {
  private @Nullable EndpointListener listener;
  private boolean closed;

  @Override
  public void subscribe(EndpointListener listener) {
    this.listener = listener;
  }

  public void publish(Pod... pods) {
    publish(Arrays.stream(pods).map(Pod::endpoint).toList());
  }

  public void publish(List<Endpoint> endpoints) {
    requireNonNull(listener).onEndpoints(endpoints);
  }

  public void fail(String message) {
    requireNonNull(listener).onError(DiscoveryException.temporary(message, null));
  }

  public void failForGood(String message) {
    requireNonNull(listener).onError(DiscoveryException.permanent(message, null));
  }

  public void recover() {
    requireNonNull(listener).onRecovered();
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return "ScriptedEndpoints";
  }
}
