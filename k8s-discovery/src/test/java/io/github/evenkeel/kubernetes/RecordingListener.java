/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.discovery.EndpointListener;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Remembers what it hears, so that a test can wait for it in order and miss nothing. */
final class RecordingListener implements EndpointListener {
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

  @Override
  public void onEndpoints(List<Endpoint> endpoints) {
    heard.add(endpoints);
  }

  @Override
  public void onError(DiscoveryException problem) {
    heard.add(problem);
  }

  @Override
  public void onRecovered() {
    heard.add("recovered");
  }

  /** Waits for the next call, which must be of a recovery. */
  void recovery() throws InterruptedException {
    assertEquals("recovered", next());
  }

  /** Waits for the next call, which must be of endpoints, and returns their addresses. */
  Set<String> endpoints() throws InterruptedException {
    return addresses(next());
  }

  private static Set<String> addresses(Object call) {
    Set<String> addresses = new TreeSet<>();
    for (Object endpoint : assertInstanceOf(Collection.class, call)) {
      addresses.add(((Endpoint) endpoint).id().toString());
    }
    return addresses;
  }

  /** Waits for the next call, which must be of a problem, and returns its message. */
  String problem() throws InterruptedException {
    return String.valueOf(failure().getMessage());
  }

  /** Waits for the next call, which must be of a problem. */
  DiscoveryException failure() throws InterruptedException {
    return assertInstanceOf(DiscoveryException.class, next());
  }

  /** The same, while something goes on that leads to a problem sooner or later. */
  String problemWhile(Runnable step) throws InterruptedException {
    return String.valueOf(assertInstanceOf(DiscoveryException.class, nextWhile(step)).getMessage());
  }

  /** Waits for the next call, which must be of a recovery, while something goes on. */
  void recoveryWhile(Runnable step) throws InterruptedException {
    assertEquals("recovered", nextWhile(step));
  }

  private Object nextWhile(Runnable step) throws InterruptedException {
    for (int steps = 0; steps < 30_000; steps++) {
      Object call = heard.poll(1, MILLISECONDS);
      if (call != null) {
        return call;
      }
      step.run();
    }
    return fail("the listener heard nothing");
  }

  private Object next() throws InterruptedException {
    Object call = heard.poll(30, SECONDS);
    assertNotNull(call, "the listener heard nothing");
    return call;
  }

  void assertHeardNothingMore() {
    assertNull(heard.poll());
  }
}
