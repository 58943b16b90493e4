/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Protocol;

/** HTTP/2 with prior knowledge, by OkHttp's own server for tests. */
final class Http2Server implements Server {
  private final MockWebServer server = new MockWebServer();

  Http2Server(int status) throws IOException {
    MockResponse answer = new MockResponse.Builder().code(status).body("ok").build();
    server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    server.setServerSocketFactory(new PromptSockets.Theirs());
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            server.takeRequest(0, TimeUnit.SECONDS); // Or it would remember them all.
            return answer;
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
