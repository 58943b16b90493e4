/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.util.Arrays;
import java.util.List;

/** A source that tells what a test has it tell. */
final class ScriptedSource extends AbstractEndpointSource {
  private final String name;
  private Runnable whenStarted = () -> {};
  int starts;
  int stops;

  ScriptedSource() {
    this("scripted");
  }

  ScriptedSource(String name) {
    this.name = name;
  }

  ScriptedSource whenStarted(Runnable action) {
    whenStarted = action;
    return this;
  }

  static List<Endpoint> endpoints(int... numbers) {
    return Arrays.stream(numbers).mapToObj(n -> Endpoint.of("10.0.0." + n, 80)).toList();
  }

  void tell(int... numbers) {
    publish(endpoints(numbers));
  }

  void tell(List<Endpoint> endpoints) {
    publish(endpoints);
  }

  void tellPartly(String problem, int... numbers) {
    publishPartly(endpoints(numbers), DiscoveryException.temporary(problem, null));
  }

  void tellError(String message) {
    fail(DiscoveryException.temporary(message, null));
  }

  void tellRecovery() {
    recovered();
  }

  @Override
  protected void start() {
    starts++;
    whenStarted.run();
  }

  @Override
  protected void stop() {
    stops++;
  }

  @Override
  public String toString() {
    return name;
  }
}
