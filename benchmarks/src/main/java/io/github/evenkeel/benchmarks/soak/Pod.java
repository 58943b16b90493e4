/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import io.github.evenkeel.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/**
 * A server that answers each request with its number, and that can be made to misbehave. It lives
 * from its start to its {@link #close}; one that is restarted is another.
 *
 * <p>Chaos sets the mood; the server's threads read it.
 */
final class Pod implements AutoCloseable {

  /** How it treats requests. */
  enum Mood {
    WELL,
    /** Answers after a while. */
    SLOW,
    /** Answers 503. */
    UNAVAILABLE,
    /** Does not answer before it is closed or well again. */
    HUNG,
    /** Hears every other request out, and cuts its connection instead of answering. */
    CUTTING,
    /** Answers, and ends the connection after that. */
    PARTING
  }

  private final MockWebServer server;
  private final String uid;
  private final Ledger ledger;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger answering = new AtomicInteger();
  private volatile Mood mood = Mood.WELL;
  private volatile boolean crashed;
  private volatile CountDownLatch recovery = new CountDownLatch(0);

  private Pod(MockWebServer server, String uid, Ledger ledger) {
    this.server = server;
    this.uid = uid;
    this.ledger = ledger;
  }

  /**
   * Starts one.
   *
   * @param port where it listens; 0 for any free one
   */
  static Pod start(Wire wire, int port, String uid, Ledger ledger) throws IOException {
    Pod pod = new Pod(wire.server(), uid, ledger);
    pod.server.setServerSocketFactory(pod.new Sockets());
    pod.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            return pod.answer(request);
          }

          @Override
          public MockResponse peek() {
            return new MockResponse.Builder()
                .build(); // Nothing special before the request is read.
          }
        });
    pod.server.start(Wire.loopback(), port);
    return pod;
  }

  int port() {
    return server.getPort();
  }

  Endpoint endpoint() {
    return Endpoint.builder("127.0.0.1", port()).uid(uid).build();
  }

  private MockResponse answer(RecordedRequest request) throws InterruptedException {
    answering.incrementAndGet();
    try {
      server.takeRequest(0, TimeUnit.SECONDS); // Or it would remember them all.
      String number = request.getTarget().substring(1);
      ledger.delivered(Integer.parseInt(number));
      MockResponse.Builder answer = new MockResponse.Builder().body(number);
      switch (mood) {
        case WELL -> {}
        case SLOW -> Thread.sleep(300);
        case UNAVAILABLE -> answer.code(503);
        case HUNG -> recovery.await();
        case CUTTING -> {
          if (requests.incrementAndGet() % 2 == 0) {
            answer.onResponseStart(new SocketEffect.CloseSocket());
          }
        }
        case PARTING -> answer.onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE);
      }
      return answer.build();
    } finally {
      answering.decrementAndGet();
    }
  }

  void setMood(Mood mood) {
    this.mood = mood;
    recovery.countDown();
    if (mood == Mood.HUNG) {
      recovery = new CountDownLatch(1);
    }
  }

  boolean isAnswering() {
    return answering.get() > 0;
  }

  /** Ends all connections in good order, by FIN. */
  void closeConnections() {
    connections.forEach(Pod::closeQuietly);
    connections.clear();
  }

  /** Ends all connections by RST. */
  void resetConnections() {
    for (Socket connection : connections) {
      reset(connection);
    }
    connections.clear();
  }

  /** Resets all connections, and is gone. */
  void crash() {
    crashed = true;
    resetConnections();
    close();
  }

  private static void reset(Socket connection) {
    try {
      connection.setSoLinger(true, 0);
    } catch (IOException closed) {
      // Then it is too late.
    }
    closeQuietly(connection);
  }

  private static void closeQuietly(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is of no further use in any case.
    }
  }

  @Override
  public void close() {
    setMood(Mood.WELL);
    server.close();
  }

  @Override
  public String toString() {
    return uid + " at " + port();
  }

  /** Lets the pod know its connections below TLS and HTTP. */
  private final class Sockets extends ServerSocketFactory {
    @Override
    public ServerSocket createServerSocket() throws IOException {
      return new ServerSocket() {
        @Override
        public Socket accept() throws IOException {
          Socket connection = super.accept();
          connections.removeIf(Socket::isClosed);
          connections.add(connection);
          if (crashed) {
            reset(connection);
          }
          return connection;
        }
      };
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
      return createServerSocket(port, 0);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
      return createServerSocket(port, backlog, Wire.loopback());
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
        throws IOException {
      ServerSocket socket = createServerSocket();
      socket.bind(new InetSocketAddress(address, port), backlog);
      return socket;
    }
  }
}
