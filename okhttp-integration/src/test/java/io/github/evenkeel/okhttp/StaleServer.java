/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Endpoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server of HTTP/1.1, as small as can be, that ends connections when a test wants it to. It
 * counts how often it was delivered each request, by the header {@code X-Id}.
 *
 * <p>A thread of its own serves each connection; what tests read is concurrent.
 */
public final class StaleServer implements AutoCloseable {

  /** How a connection ends. */
  enum Ending {
    /** Orderly, by FIN. */
    CLOSE {
      @Override
      void end(Socket socket) throws IOException {
        socket.close();
      }
    },
    /** The server says no more, but goes on listening. */
    HALF_CLOSE {
      @Override
      void end(Socket socket) throws IOException {
        socket.shutdownOutput();
      }
    },
    /** By RST. */
    RESET {
      @Override
      void end(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    };

    abstract void end(Socket socket) throws IOException;
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrentMap<Socket, FutureTask<?>> connections = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, AtomicInteger> deliveries = new ConcurrentHashMap<>();

  /** How a connection ends when the request after its first has come; null for not at all. */
  private volatile @Nullable Ending onSecondRequest;

  private volatile boolean saysClose;
  private volatile boolean challenges;

  /** Where requests wait for each other before they are answered; null for nowhere. */
  private volatile @Nullable CyclicBarrier meeting;

  StaleServer() throws IOException {
    this(Wire.HTTP_1);
  }

  StaleServer(Wire wire) throws IOException {
    server = wire.serverSocket();
    threads.execute(this::accept);
  }

  /** From now on answers carry {@code Connection: close}, and connections close after them. */
  void saysClose() {
    saysClose = true;
  }

  /** From now on the first response on each connection is a 401. */
  void challenges() {
    challenges = true;
  }

  /**
   * From now on a connection serves one request, and ends when it has read the next, unanswered.
   */
  void endsOnSecondRequest(Ending ending) {
    onSecondRequest = ending;
  }

  /** From now on requests are answered when as many have come as {@code meeting} says. */
  void holdsUntil(@Nullable CyclicBarrier meeting) {
    this.meeting = meeting;
  }

  /**
   * Ends all connections, idle or not. A thread that reads from a socket may still get what comes
   * while the socket is being closed, so this waits for the threads.
   */
  void endConnections(Ending ending) throws IOException {
    for (Map.Entry<Socket, FutureTask<?>> connection : connections.entrySet()) {
      connections.remove(connection.getKey());
      ending.end(connection.getKey());
      if (ending != Ending.HALF_CLOSE) {
        await(connection.getValue());
      }
    }
  }

  private static void await(FutureTask<?> serving) {
    try {
      serving.get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends all connections with a response that nobody asked for, as servers do with idle ones. */
  void timeOutConnections() throws IOException {
    String response =
        "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    for (Socket socket : connections.keySet()) {
      socket.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
    }
    endConnections(Ending.CLOSE);
  }

  Endpoint endpoint() {
    return Endpoint.of("127.0.0.1:" + server.getLocalPort());
  }

  /** How often request {@code id} was delivered. */
  int deliveries(String id) {
    AtomicInteger count = deliveries.get(id);
    return count == null ? 0 : count.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        FutureTask<?> serving = new FutureTask<>(() -> serve(socket), null);
        connections.put(socket, serving);
        threads.execute(serving);
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    // A half-closed connection stays open in the other direction, hence no try with the socket.
    try {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int served = 0; readRequest(in); served++) {
        Ending ending = onSecondRequest;
        if (ending != null && served > 0) {
          connections.remove(socket);
          ending.end(socket);
          return;
        }
        CyclicBarrier others = meeting;
        if (others != null) {
          others.await(10, TimeUnit.SECONDS);
        }
        boolean last = saysClose;
        String status = challenges && served == 0 ? "401 Unauthorized" : "200 OK";
        String answer =
            "HTTP/1.1 "
                + status
                + "\r\nContent-Length: 2\r\n"
                + (last ? "Connection: close\r\n" : "")
                + "\r\nok";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        if (last) {
          connections.remove(socket);
          socket.close();
          return;
        }
      }
    } catch (IOException ended) {
      // By the test, or by the client.
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a request and counts it; false if there is none to come. */
  private boolean readRequest(InputStream in) throws IOException {
    String line = readLine(in);
    if (line == null) {
      return false;
    }
    int length = 0;
    String id = "";
    for (String header = readLine(in); header != null && !header.isEmpty(); header = readLine(in)) {
      String[] parts = header.split(": ", 2);
      switch (parts[0]) {
        case "Content-Length" -> length = Integer.parseInt(parts[1]);
        case "X-Id" -> id = parts[1];
        default -> {}
      }
    }
    if (in.readNBytes(length).length < length) {
      return false;
    }
    deliveries.computeIfAbsent(id, unseen -> new AtomicInteger()).incrementAndGet();
    return true;
  }

  private static @Nullable String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      server.close();
      endConnections(Ending.CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
