/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An API server that refuses each request as a real one does over HTTP/2: GOAWAY, and status 401 at
 * about the same time. Over a connection that was upgraded from HTTP/1.1, so that no TLS is needed.
 */
final class RefusingServer implements AutoCloseable {
  /** No settings, none of them the default's. */
  private static final String SETTINGS = "000000 04 00 00000000";

  /** The last stream that is processed is the first; no error. */
  private static final String GOAWAY = "000008 07 00 00000000 00000001 00000000";

  /** The end of the first stream, with ":status: 401". */
  private static final String HEADERS = "000005 01 05 00000001 08 03 343031";

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<String> authorizations = new LinkedBlockingQueue<>();

  RefusingServer() throws IOException {
    Thread acceptor = new Thread(this::accept, "refusing-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  int port() {
    return server.getLocalPort();
  }

  /** Waits for the next request and returns its credentials. */
  String nextAuthorization() throws InterruptedException {
    String authorization = authorizations.poll(30, SECONDS);
    assertNotNull(authorization, "no request came");
    return authorization;
  }

  /** The same, while something goes on that leads to a request sooner or later. */
  String nextAuthorizationWhile(Runnable step) throws InterruptedException {
    for (int steps = 0; steps < 30_000; steps++) {
      String authorization = authorizations.poll(1, MILLISECONDS);
      if (authorization != null) {
        return authorization;
      }
      step.run();
    }
    return fail("no request came");
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);

        Thread thread = new Thread(() -> refuse(connection), "refusing-connection");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void refuse(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
        if (line.startsWith("Authorization: ")) {
          authorizations.add(line.substring("Authorization: ".length()));
        }
      }
      OutputStream out = connection.getOutputStream();
      out.write(
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
              .getBytes(US_ASCII));
      out.write(HexFormat.of().parseHex((SETTINGS + GOAWAY + HEADERS).replace(" ", "")));
      out.flush();
      // Until the client closes; what it sends is of no interest.
      long unused = in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client has closed the connection.
    }
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
