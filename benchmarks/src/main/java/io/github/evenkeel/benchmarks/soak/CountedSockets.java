/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** Counts how many of its sockets are not closed, without holding on to them. */
final class CountedSockets extends SocketFactory {
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  int created() {
    return created.get();
  }

  int open() {
    return open.get();
  }

  @Override
  public Socket createSocket() {
    created.incrementAndGet();
    open.incrementAndGet();
    return new Counted();
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

  private final class Counted extends Socket {
    private final AtomicBoolean counted = new AtomicBoolean(true);

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // What it calls is.
    public void close() throws IOException {
      if (counted.getAndSet(false)) {
        open.decrementAndGet();
      }
      super.close();
    }
  }
}
