/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A server on the loopback interface that serves a few requests at once; the others wait in the
 * order of their arrival. A request's path is the number of microseconds that it takes, {@code GET
 * /30000} for example. Serving it is waiting for that long, so it costs no processor time. The
 * response is the pod's port. It speaks HTTP/1.1 with keep-alive, and knows requests without a body
 * only.
 *
 * <p>A thread of its own reads each connection, and waits for one of the fair semaphore's permits,
 * which are the workers. The slowdown may be set by any thread.
 */
final class Pod implements AutoCloseable {
  static final int WORKERS = 4;

  private final ServerSocket server;
  private final byte[] response;
  private final Semaphore workers = new Semaphore(WORKERS, true);
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger deepestQueue = new AtomicInteger();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile double slowdown = 1;

  private Pod(ServerSocket server) {
    this.server = server;
    String body = Integer.toString(server.getLocalPort());
    this.response =
        ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** Starts one on any free port. */
  static Pod start() throws IOException {
    Pod pod = new Pod(new ServerSocket(0, 128, loopback()));
    pod.threads.execute(pod::accept);
    return pod;
  }

  /** 127.0.0.1, which nothing outside of this machine can reach. */
  static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  int port() {
    return server.getLocalPort();
  }

  String address() {
    return "127.0.0.1:" + port();
  }

  /** How many times longer than they say requests take; 1 at first. */
  double slowdown() {
    return slowdown;
  }

  /** Lets requests that begin to be served from now on take so many times longer than they say. */
  void slowDown(double slowdown) {
    this.slowdown = slowdown;
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        connection.setTcpNoDelay(true);
        threads.execute(() -> serve(connection));
      }
    } catch (IOException closed) {
      // By close.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = connection.getOutputStream();
      for (String request = in.readLine(); request != null; request = in.readLine()) {
        skipHeaders(in);
        acquireWorker();
        try {
          work(micros(request));
          out.write(response);
        } finally {
          workers.release();
        }
      }
    } catch (IOException ended) {
      // By the client, or by close.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // By close.
    } finally {
      connections.remove(connection);
    }
  }

  private void acquireWorker() throws InterruptedException {
    if (workers.tryAcquire(0, TimeUnit.SECONDS)) {
      return;
    }
    deepestQueue.accumulateAndGet(waiting.incrementAndGet(), Math::max);
    try {
      workers.acquire();
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** How many requests have waited at once for a worker, at most, since it was last forgotten. */
  int deepestQueue() {
    return deepestQueue.get();
  }

  void forgetDeepestQueue() {
    deepestQueue.set(0);
  }

  private static void skipHeaders(BufferedReader in) throws IOException {
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      // Of no interest here.
    }
  }

  private static long micros(String requestLine) {
    int path = requestLine.indexOf('/') + 1;
    return Long.parseLong(requestLine, path, requestLine.indexOf(' ', path), 10);
  }

  private void work(long micros) throws InterruptedException {
    long due = System.nanoTime() + (long) (1e3 * micros * slowdown);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left); // Thread.sleep knows whole milliseconds only.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
    threads.shutdownNow();
  }
}
