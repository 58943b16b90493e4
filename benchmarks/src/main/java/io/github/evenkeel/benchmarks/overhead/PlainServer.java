/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * HTTP/1.1 as fast as sockets allow: it looks for the empty line that ends a request, and writes an
 * answer that is ready. It knows requests without a body only.
 *
 * <p>A thread of its own serves each connection.
 */
final class PlainServer implements Server {
  private final byte[] answer;
  private final ServerSocket server;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  PlainServer(int status) throws IOException {
    this.answer =
        ("HTTP/1.1 " + status + " Said\r\nContent-Length: 2\r\n\r\nok")
            .getBytes(StandardCharsets.ISO_8859_1);
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  @Override
  public int port() {
    return server.getLocalPort();
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
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (readRequest(in)) {
        connection.getOutputStream().write(answer);
      }
    } catch (IOException ended) {
      // By the client, or by close.
    } finally {
      connections.remove(connection);
    }
  }

  /** Reads up to the empty line; false if the client has no more to say. */
  private static boolean readRequest(InputStream in) throws IOException {
    int lineLength = 0;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        if (lineLength == 0) {
          return true;
        }
        lineLength = 0;
      } else if (c != '\r') {
        lineLength++;
      }
    }
    return false;
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
