/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that accepts no connection, so that the kernel does as long as there is room, and nobody
 * ever says a word.
 */
public final class SilentServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> fillers = new ArrayList<>();

  private SilentServer(int backlog) throws IOException {
    server = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
  }

  /** Connections to it come about, and stay silent. */
  static SilentServer connecting() throws IOException {
    return new SilentServer(50);
  }

  /** Its queue of connections is full: no further one comes about. */
  static SilentServer full() throws IOException {
    SilentServer full = new SilentServer(1);
    for (int i = 0; i < 16; i++) {
      Socket filler = new Socket();
      full.fillers.add(filler);
      try {
        filler.connect(full.address(), 100);
      } catch (SocketTimeoutException noRoomLeft) {
        return full;
      }
    }
    full.close();
    throw new IOException("this system puts no limit to connections that nobody accepts");
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  Endpoint endpoint() {
    return Endpoint.of("127.0.0.1:" + server.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    for (Socket filler : fillers) {
      filler.close();
    }
    server.close();
  }
}
