/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ServerSocketFactory;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** The ways in which OkHttp speaks to a server, with one certificate for all pods of a service. */
public enum Wire {
  HTTP_1("http", List.of(Protocol.HTTP_1_1)),
  HTTP_1_TLS("https", List.of(Protocol.HTTP_1_1)),
  HTTP_2_TLS("https", List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)),
  HTTP_2_PRIOR_KNOWLEDGE("http", List.of(Protocol.H2_PRIOR_KNOWLEDGE));

  static final String HOST = "orders.shop";

  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName(HOST)
          .addSubjectAlternativeName("stock.shop")
          .addSubjectAlternativeName("localhost")
          .build();
  private static final HandshakeCertificates TLS =
      new HandshakeCertificates.Builder()
          .heldCertificate(CERTIFICATE)
          .addTrustedCertificate(CERTIFICATE.certificate())
          .build();

  private final String scheme;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<Protocol> protocols;

  Wire(String scheme, List<Protocol> protocols) {
    this.scheme = scheme;
    this.protocols = protocols;
  }

  public String baseUrl() {
    return scheme + "://" + HOST;
  }

  public boolean isMultiplexed() {
    return protocols.get(0) != Protocol.HTTP_1_1;
  }

  boolean isTls() {
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

  /** A socket for a server that speaks the protocol by itself. */
  ServerSocket serverSocket() throws IOException {
    ServerSocketFactory sockets =
        isTls() ? TLS.sslContext().getServerSocketFactory() : ServerSocketFactory.getDefault();
    return sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** A client that knows no host but localhost, so that nothing leaves this machine. */
  public OkHttpClient.Builder client() {
    OkHttpClient.Builder client =
        new OkHttpClient.Builder().protocols(protocols).dns(Wire::onlyLocalhost);
    if (isTls()) {
      client.sslSocketFactory(TLS.sslSocketFactory(), TLS.trustManager());
    }
    return client;
  }

  /** Gives a client a TLS context of its own, which is set up as all are. */
  static void freshTls(OkHttpClient.Builder client) {
    HandshakeCertificates tls =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();
    client.sslSocketFactory(tls.sslSocketFactory(), tls.trustManager());
  }

  static List<InetAddress> onlyLocalhost(String host) throws UnknownHostException {
    if (host.equals("localhost")) {
      return List.of(InetAddress.getLoopbackAddress());
    }
    throw new UnknownHostException(host + " is not known to the user's Dns");
  }
}
