/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Service's virtual IP as kube-proxy in IPVS mode makes it: chooses a backend when a connection
 * opens, each in turn, and from then on only passes bytes. Requests are none of its business, which
 * is the problem that this project is about.
 */
final class VirtualIp implements AutoCloseable {
  private final List<InetSocketAddress> backends;
  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "virtual-ip");
            thread.setDaemon(true);
            return thread;
          });

  private VirtualIp(List<InetSocketAddress> backends, ServerSocket server) {
    this.backends = backends;
    this.server = server;
  }

  /** Starts to accept connections on a loopback port, the first one for the first backend. */
  static VirtualIp start(List<InetSocketAddress> backends) throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    VirtualIp virtualIp = new VirtualIp(List.copyOf(backends), server);
    virtualIp.threads.execute(virtualIp::accept);
    return virtualIp;
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many connections it has accepted since it started. */
  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        InetSocketAddress backend = backends.get(connections.getAndIncrement() % backends.size());
        threads.execute(() -> forward(client, backend));
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void forward(Socket client, InetSocketAddress backend) {
    Socket upstream = new Socket();
    open.add(upstream);
    try {
      upstream.connect(backend);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      threads.execute(() -> pass(upstream, client));
      pass(client, upstream);
    } catch (IOException e) {
      close(client);
      close(upstream);
    }
  }

  /** Passes bytes until either side closes; then there is no more use for both. */
  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of the two is gone, which ends the connection like an orderly close.
    } finally {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    open.forEach(this::close);
    threads.shutdownNow();
  }
}
