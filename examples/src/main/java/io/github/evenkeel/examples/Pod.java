/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A pod of the service: an HTTP server on a loopback port of its own that keeps connections alive
 * and counts its requests. Safe for use by many threads.
 */
final class Pod implements AutoCloseable {
  private final String name;
  private final String uid = UUID.randomUUID().toString();
  private final HttpServer server;
  private final AtomicLong requests = new AtomicLong();

  private Pod(String name, HttpServer server) {
    this.name = name;
    this.server = server;
  }

  /** Starts a pod that answers every request with 200. */
  static Pod start(String name) throws IOException {
    Pod pod =
        new Pod(
            name, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    pod.server.createContext("/", pod::answer);
    pod.server.start();
    return pod;
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    // No body: this server would send it in a packet of its own, which Nagle's algorithm and
    // delayed acknowledgements then hold back for 40 ms.
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  String name() {
    return name;
  }

  /** What tells it from another pod that may get its address later. */
  String uid() {
    return uid;
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  /** How many requests it has received since it started. */
  long requests() {
    return requests.get();
  }

  /** Closes its port and its connections at once, whatever they are doing. */
  @Override
  public void close() {
    server.stop(0);
  }
}
