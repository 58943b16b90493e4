/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** How client and server speak. Without TLS, which would cost both sides of a contest the same. */
enum Wire {
  HTTP_1("HTTP/1.1", Protocol.HTTP_1_1) {
    @Override
    Server server(int status) throws IOException {
      return new PlainServer(status);
    }
  },
  HTTP_2("HTTP/2", Protocol.H2_PRIOR_KNOWLEDGE) {
    @Override
    Server server(int status) throws IOException {
      return new Http2Server(status);
    }
  };

  private final String label;
  private final Protocol protocol;

  Wire(String label, Protocol protocol) {
    this.label = label;
    this.protocol = protocol;
  }

  abstract Server server(int status) throws IOException;

  /** A client that finds every host on the loopback interface. */
  OkHttpClient client() {
    return new OkHttpClient.Builder()
        .protocols(List.of(protocol))
        .dns(host -> List.of(InetAddress.getLoopbackAddress()))
        .socketFactory(new PromptSockets.Ours())
        // As many as a wrapped client keeps to an endpoint; by default, 16 threads would reconnect.
        .connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))
        .build();
  }

  @Override
  public String toString() {
    return label;
  }
}
