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
 * Finds out whether the server has closed a connection that was kept for further requests. OkHttp
 * does so only after 10 seconds without a request, because it sends a request again that met a
 * closed connection. A request that must not be sent again has no such remedy.
 *
 * <p>A look takes a millisecond if the connection is in order: the sockets of a {@code
 * SocketFactory} can be read without waiting in no other way than by a timeout, and this is the
 * shortest. So a connection is looked at only if its last request set out a while ago, and spends
 * no more than a hundredth of its time on looks; or a sixth, for some seconds after a connection to
 * the same endpoint was found closed.
 *
 * <ul>
 *   <li>Writers: threads that are about to send a request, or whose request has failed.
 *   <li>Readers: the same.
 *   <li>Invariant: the time of a connection is that of its last request.
 *   <li>Why: an HTTP/1 connection carries one request at a time. A warning that is seen late costs
 *       a look that is left out.
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

  /** A request has met a connection that had ended. Others to the endpoint may have, too. */
  void warn() {
    warnedUntilNanos = nanoClock.getAsLong() + WARNED_NANOS;
  }

  /**
   * A request is about to be written to {@code connection}.
   *
   * @param look whether to look at the connection, if its last request set out a while ago, or was
   *     none that is known here
   * @throws StaleConnectionException if the connection has ended
   */
  void use(Connection connection, boolean look) throws StaleConnectionException {
    if (Multiplexing.isUsedBy(connection)) {
      return; // OkHttp reads it all the time, and so knows at once.
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

  /** Over TLS, too: what the protocol says for itself between responses, the socket keeps. */
  private static boolean hasEnded(Socket socket) {
    try {
      int readTimeout = socket.getSoTimeout();
      socket.setSoTimeout(LOOK_MILLIS);
      try {
        // Bytes that nobody asked for are as good as the end, such as an early 408.
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
