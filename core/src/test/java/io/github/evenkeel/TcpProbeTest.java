/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On real sockets. */
@Timeout(60)
class TcpProbeTest {
  private static final Duration ANY = Duration.ofSeconds(10);

  private final TcpProbe probe = new TcpProbe();

  private static ServerSocket listen(int backlog) throws IOException {
    return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
  }

  private static Endpoint endpoint(ServerSocket server) {
    return Endpoint.builder("127.0.0.1", server.getLocalPort()).build();
  }

  @Test
  void anEndpointThatAcceptsPassesAndTheConnectionIsClosed() throws IOException {
    try (ServerSocket server = listen(10)) {
      assertEquals(ProbeResult.passed("connected"), probe.probe(endpoint(server), ANY).join());
      try (Socket accepted = server.accept()) {
        assertEquals(-1, accepted.getInputStream().read());
      }
    }
  }

  @Test
  void anEndpointThatIsGoneFails() throws IOException {
    Endpoint gone;
    try (ServerSocket server = listen(10)) {
      gone = endpoint(server);
    }
    ProbeResult result = probe.probe(gone, ANY).join();
    assertEquals(ProbeResult.Verdict.FAILED, result.verdict());
    assertTrue(result.reason().startsWith("could not connect: "), result.reason());
  }

  @Test
  void aProbeCanBeCanceled() {
    // Of a network that is reserved for documents, so nobody answers.
    CompletableFuture<ProbeResult> open =
        probe.probe(Endpoint.builder("192.0.2.1", 80).build(), ANY);
    if (open.cancel(false)) {
      assertThrows(CancellationException.class, open::join);
    }
  }
}
