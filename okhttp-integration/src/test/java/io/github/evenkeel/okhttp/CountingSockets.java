/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/** A user's socket factory that remembers its sockets. */
public final class CountingSockets extends SocketFactory {
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final Supplier<Socket> unconnected;

  public CountingSockets() {
    this(Socket::new);
  }

  public CountingSockets(Supplier<Socket> unconnected) {
    this.unconnected = unconnected;
  }

  @Override
  public Socket createSocket() {
    Socket socket = unconnected.get();
    sockets.add(socket);
    return socket;
  }

  /** How many sockets are open to a port. */
  public long openTo(int port) {
    return sockets.stream()
        .filter(socket -> socket.isConnected() && !socket.isClosed() && socket.getPort() == port)
        .count();
  }

  /** Breaks all connections. */
  void closeAll() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** How many sockets there have been. */
  int created() {
    return sockets.size();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new IOException("not used by OkHttp");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw new IOException("not used by OkHttp");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw new IOException("not used by OkHttp");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw new IOException("not used by OkHttp");
  }
}
