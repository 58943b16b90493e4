/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import okhttp3.Connection;

/**
 * Detects whether the server has closed a connection that was kept for further requests. OkHttp
 * checks this only after 10 seconds without a request, because it resends a request that was
 * written to a closed connection. A request that must not be sent again cannot be recovered that
 * way.
 *
 * <p>A check takes a millisecond if the connection is open: the sockets of a {@code SocketFactory}
 * can only be read without blocking by using a timeout, and this is the shortest timeout. A
 * connection is therefore checked only if its last request started a while ago, so that it spends
 * at most a hundredth of its time on checks, or a sixth for some seconds after a connection to the
 * same endpoint was detected as closed.
 *
 * <ul>
 *   <li>Writers: threads that are about to send a request, or whose request has failed.
 *   <li>Readers: the same.
 *   <li>Invariant: the time of a connection is that of its last request.
 *   <li>Why: an HTTP/1 connection carries one request at a time. If a warning is seen late, a check
 *       is skipped.
 * </ul>
 */
public final class KeptConnections {
  private static final long LOOK_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LOOK_AFTER_NANOS_IF_WARNED = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long WARNED_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int LOOK_MILLIS = 1;

  private final LongSupplier nanoClock;
  private final ConnectionMap<AtomicLong> lastUses = new ConnectionMap<>();
  private volatile long warnedUntilNanos;

  KeptConnections(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.warnedUntilNanos = nanoClock.getAsLong();
  }

  /**
   * Records that a request has met a closed connection. Other connections to the endpoint may be
   * closed too.
   */
  void warn() {
    warnedUntilNanos = nanoClock.getAsLong() + WARNED_NANOS;
  }

  /**
   * A request is about to be written to {@code connection}.
   *
   * @param look whether to check the connection, if its last request started a while ago or is not
   *     known here
   * @throws StaleConnectionException if the connection is closed
   */
  void use(Connection connection, boolean look) throws StaleConnectionException {
    if (Multiplexing.isUsedBy(connection)) {
      return; // OkHttp always reads from it, and so detects a close at once.
    }
    long now = nanoClock.getAsLong();
    long lastUse =
        lastUses
            .computeIfAbsent(connection, () -> new AtomicLong(now - LOOK_AFTER_NANOS))
            .getAndSet(now);
    if (look && now - lastUse >= lookAfterNanos(now) && hasEnded(connection.socket())) {
      warn();
      throw new StaleConnectionException(connection);
    }
  }

  private long lookAfterNanos(long now) {
    return warnedUntilNanos - now > 0 ? LOOK_AFTER_NANOS_IF_WARNED : LOOK_AFTER_NANOS;
  }

  /** Also works over TLS: the socket handles messages of the TLS protocol itself. */
  private static boolean hasEnded(Socket socket) {
    try {
      int readTimeout = socket.getSoTimeout();
      socket.setSoTimeout(LOOK_MILLIS);
      try {
        // Unrequested bytes, such as an early 408, count as closed.
        int unused = socket.getInputStream().read();
        return true;
      } finally {
        socket.setSoTimeout(readTimeout);
      }
    } catch (SocketTimeoutException inOrder) {
      return false;
    } catch (IOException ended) {
      return true;
    }
  }
}
