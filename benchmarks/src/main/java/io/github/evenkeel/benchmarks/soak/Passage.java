/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Request;

/**
 * Where the last attempt of a call went; kept as a tag of its request, which is for one call.
 *
 * <p>Written by the thread that executes the call, and read by it.
 */
final class Passage extends EventListener {
  private boolean sent;
  private int port;

  static Passage of(Request request) {
    return requireNonNull(request.tag(Passage.class), "every request has its passage");
  }

  /** Whether the call has begun to send its request, on any attempt. */
  boolean sent() {
    return sent;
  }

  /** The port of the pod whose connection the call had last; 0 if it had none. */
  int port() {
    return port;
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    port = ((InetSocketAddress) connection.socket().getRemoteSocketAddress()).getPort();
  }

  @Override
  public void requestHeadersStart(Call call) {
    sent = true;
  }
}
