/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointId;
import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.discovery.EndpointSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Prints the endpoints of a source as they come and go, and passes them on. The source's thread
 * writes; others only wait for {@code first}.
 */
final class EndpointLog implements EndpointSource {
  /** A subscriber for a log that only prints. */
  static final EndpointListener NOBODY =
      new EndpointListener() {
        @Override
        public void onEndpoints(List<Endpoint> endpoints) {}

        @Override
        public void onError(DiscoveryException problem) {}
      };

  private final Terminal terminal;
  private final EndpointSource source;
  private final CompletableFuture<List<Endpoint>> first = new CompletableFuture<>();
  private Set<Endpoint> known = Set.of();

  EndpointLog(Terminal terminal, EndpointSource source) {
    this.terminal = terminal;
    this.source = source;
  }

  @Override
  public void subscribe(EndpointListener listener) {
    source.subscribe(
        new EndpointListener() {
          @Override
          public void onEndpoints(List<Endpoint> endpoints) {
            print(new LinkedHashSet<>(endpoints));
            listener.onEndpoints(endpoints);
            first.complete(endpoints);
          }

          @Override
          public void onError(DiscoveryException problem) {
            if (!first.completeExceptionally(problem)) {
              terminal.error(String.valueOf(problem.getMessage()));
            }
            listener.onError(problem);
          }
        });
  }

  /**
   * Waits for the first list of endpoints and returns it.
   *
   * @throws DiscoveryException if the source has a problem before it has a list
   * @throws DemoFailedException if neither came in time
   */
  List<Endpoint> awaitFirst(Duration timeout)
      throws DiscoveryException, DemoFailedException, InterruptedException {
    try {
      return first.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw (DiscoveryException) e.getCause();
    } catch (TimeoutException e) {
      throw new DemoFailedException(
          "The Kubernetes API did not tell the endpoints within " + timeout.toSeconds() + " s.");
    }
  }

  private void print(Set<Endpoint> endpoints) {
    Set<Endpoint> before = known;
    known = endpoints;
    printMissing("-", before, endpoints);
    printMissing("+", endpoints, before);
    terminal.line(endpoints.size() == 1 ? "  1 endpoint" : "  " + endpoints.size() + " endpoints");
  }

  private void printMissing(String sign, Set<Endpoint> these, Set<Endpoint> those) {
    these.stream()
        .filter(endpoint -> !those.contains(endpoint))
        .sorted(Comparator.comparing(EndpointLog::name))
        .forEach(endpoint -> terminal.line(sign + " " + describe(endpoint)));
  }

  /** The endpoint's address, such as {@code 10.1.2.3:8080}. */
  static String name(Endpoint endpoint) {
    return new EndpointId(endpoint.address(), null).toString();
  }

  private static String describe(Endpoint endpoint) {
    return name(endpoint)
        + endpoint.zone().map(zone -> "  zone " + zone).orElse("")
        + endpoint.node().map(node -> "  node " + node).orElse("");
  }

  @Override
  public void close() {
    source.close();
  }
}
