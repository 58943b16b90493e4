/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** How a service is spoken to. There is one service for each. */
enum Wire {
  HTTP_1("http", "orders.shop", List.of(Protocol.HTTP_1_1)),
  HTTP_2("http", "stock.shop", List.of(Protocol.H2_PRIOR_KNOWLEDGE)),
  HTTP_2_TLS("https", "payments.shop", List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));

  /**
   * How long a client bears a silent pod; longer than a busy machine keeps a pod that is well from
   * answering, for a POST that fails so has no trouble to explain it.
   */
  static final Duration READ_TIMEOUT = Duration.ofSeconds(4);

  /** For all attempts of a call together. */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder().addSubjectAlternativeName("payments.shop").build();
  private static final HandshakeCertificates TLS =
      new HandshakeCertificates.Builder()
          .heldCertificate(CERTIFICATE)
          .addTrustedCertificate(CERTIFICATE.certificate())
          .build();

  private final String scheme;
  private final String host;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<Protocol> protocols;

  Wire(String scheme, String host, List<Protocol> protocols) {
    this.scheme = scheme;
    this.host = host;
    this.protocols = protocols;
  }

  String baseUrl() {
    return scheme + "://" + host;
  }

  private boolean isTls() {
    return scheme.equals("https");
  }

  MockWebServer server() {
    MockWebServer server = new MockWebServer();
    server.setProtocols(protocols);
    if (isTls()) {
      server.useHttps(TLS.sslSocketFactory());
    }
    return server;
  }

  OkHttpClient client(CountedSockets sockets) {
    OkHttpClient.Builder client =
        new OkHttpClient.Builder()
            .protocols(protocols)
            .dns(Wire::nowhere)
            .socketFactory(sockets)
            .connectTimeout(READ_TIMEOUT)
            .readTimeout(READ_TIMEOUT)
            .writeTimeout(READ_TIMEOUT)
            .callTimeout(CALL_TIMEOUT)
            .eventListenerFactory(call -> Passage.of(call.request()));
    if (isTls()) {
      client.sslSocketFactory(TLS.sslSocketFactory(), TLS.trustManager());
    }
    return client.build();
  }

  /** Nothing leaves this machine, whatever goes wrong. */
  private static List<InetAddress> nowhere(String host) throws UnknownHostException {
    throw new UnknownHostException(host + " exists only as its pods");
  }

  /** The address of a server on {@code port}. */
  static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
