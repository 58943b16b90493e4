/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.discovery.StaticEndpoints;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.CertificatePinner;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates are about the service, and a pod with a bad one is a pod that is down. */
class TlsTest {
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(1).build();
  private static final HeldCertificate ORDERS = issue(Wire.HOST);
  private static final HeldCertificate STRANGER = issue("stranger.shop");

  /** Nobody trusts who signed it. */
  private static final HeldCertificate SELF_SIGNED =
      new HeldCertificate.Builder().addSubjectAlternativeName(Wire.HOST).build();

  private static final HeldCertificate CALLER = issue("basket.shop");

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_TLS", "HTTP_2_TLS"})
  void aPinIsOfTheServicesName(Wire wire) throws IOException {
    CertificatePinner pins =
        new CertificatePinner.Builder()
            .add(Wire.HOST, CertificatePinner.pin(ORDERS.certificate()))
            .build();
    try (SecureShop shop =
        new SecureShop(wire, client -> client.certificatePinner(pins), ORDERS, ORDERS)) {
      assertEquals("pod", shop.get());
      assertEquals("pod", shop.get());
      assertEquals(List.of(1, 1), shop.requestCounts());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_TLS", "HTTP_2_TLS"})
  void aCertificateThatIsNotPinnedIsRefusedBeforeAnythingIsSent(Wire wire) throws IOException {
    CertificatePinner pins =
        new CertificatePinner.Builder()
            .add(Wire.HOST, CertificatePinner.pin(STRANGER.certificate()))
            .build();
    try (SecureShop shop = new SecureShop(wire, client -> client.certificatePinner(pins), ORDERS)) {
      SSLPeerUnverifiedException failure =
          assertThrows(SSLPeerUnverifiedException.class, shop::get);
      assertTrue(
          String.valueOf(failure.getMessage()).contains("Pinned certificates for " + Wire.HOST),
          failure.getMessage());
      assertEquals(List.of(0), shop.requestCounts());
      assertEquals(0, shop.shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_TLS", "HTTP_2_TLS"})
  void theUsersHostnameVerifierIsAskedAboutTheService(Wire wire) throws IOException {
    HostnameVerifier usual = new OkHttpClient().hostnameVerifier();
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    try (SecureShop shop =
        new SecureShop(
            wire,
            client ->
                client.hostnameVerifier(
                    (host, session) -> {
                      asked.add(host);
                      return usual.verify(host, session);
                    }),
            ORDERS,
            ORDERS)) {
      shop.get();
      shop.get();
      assertEquals(Set.of(Wire.HOST), Set.copyOf(asked));
      assertEquals(2, asked.size());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_TLS", "HTTP_2_TLS"})
  void eachPodSeesTheClientsCertificate(Wire wire) throws IOException {
    try (SecureShop shop = SecureShop.mutual(wire, CALLER)) {
      shop.get();
      shop.get();
      for (SecurePod pod : shop.pods) {
        RecordedRequest request = pod.requests.remove();
        assertEquals(
            CALLER.certificate().getSubjectX500Principal(), request.getHandshake().peerPrincipal());
        assertEquals(List.of(Wire.HOST), request.getHandshakeServerNames());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_TLS", "HTTP_2_TLS"})
  void aClientWithoutTheDemandedCertificateIsTurnedAway(Wire wire) throws IOException {
    try (SecureShop shop = SecureShop.mutual(wire, null)) {
      assertThrows(IOException.class, shop::get);
      assertEquals(List.of(0, 0), shop.requestCounts());
      assertEquals(0, shop.shop.inFlight());
      assertEquals(0, shop.shop.succeeded());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_TLS", "HTTP_2_TLS"})
  void aWrongCertificateOnOnePodFailsOnlyThere(Wire wire) throws IOException {
    for (HeldCertificate wrong : List.of(STRANGER, SELF_SIGNED)) {
      try (SecureShop shop = new SecureShop(wire, client -> {}, wrong, ORDERS)) {
        for (int i = 0; i < 6; i++) {
          assertEquals("pod", shop.post());
        }
        assertEquals(List.of(0, 6), shop.requestCounts());
        EndpointStatistics bad = shop.statistics(0);
        EndpointStatistics good = shop.statistics(1);
        assertTrue(bad.failed() > 0, bad.toString());
        assertEquals(0, bad.succeeded() + bad.canceled() + bad.inFlight(), bad.toString());
        assertEquals(6, good.succeeded(), good.toString());
        assertEquals(0, good.failed(), good.toString());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_TLS", "HTTP_2_TLS"})
  void wrongCertificatesOnAllPodsAreTheCallersToSee(Wire wire) throws IOException {
    try (SecureShop shop = new SecureShop(wire, client -> {}, STRANGER, STRANGER)) {
      SSLPeerUnverifiedException failure =
          assertThrows(SSLPeerUnverifiedException.class, shop::post);
      assertTrue(
          String.valueOf(failure.getMessage()).startsWith("Hostname " + Wire.HOST),
          failure.getMessage());
      assertEquals(0, shop.shop.inFlight());
    }
    try (SecureShop shop = new SecureShop(wire, client -> {}, SELF_SIGNED, SELF_SIGNED)) {
      assertThrows(SSLException.class, shop::post);
      assertEquals(0, shop.shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_TLS", "HTTP_2_TLS"})
  void aNewConnectionToThePodThatWasConnectedToLastResumesItsTlsSession(Wire wire)
      throws Exception {
    AtomicInteger fullHandshakes = new AtomicInteger();
    X509TrustManager counting =
        new CountingTrust(trusting(AUTHORITY).trustManager(), fullHandshakes);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {counting}, null);
    try (SecureShop shop =
        new SecureShop(
            wire,
            client -> client.sslSocketFactory(context.getSocketFactory(), counting),
            ORDERS)) {
      OkHttpClient oneRequestPerConnection =
          shop.shop.client.newBuilder().addNetworkInterceptor(TlsTest::close).build();
      for (int i = 0; i < 10; i++) {
        Shop.get(oneRequestPerConnection, shop.shop.request("/"));
      }
      assertEquals(List.of(10), shop.requestCounts());
      assertEquals(1, fullHandshakes.get());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_TLS", "HTTP_2_TLS"})
  void aConnectionTellsThePortOfItsPod(Wire wire) throws IOException {
    HostnameVerifier usual = new OkHttpClient().hostnameVerifier();
    Set<Integer> seen = new HashSet<>();
    try (SecureShop shop =
        new SecureShop(
            wire,
            client ->
                client
                    .hostnameVerifier(
                        (host, session) -> {
                          seen.add(session.getPeerPort());
                          return usual.verify(host, session);
                        })
                    .addNetworkInterceptor(
                        chain -> {
                          Socket socket = requireNonNull(chain.connection()).socket();
                          InetSocketAddress remote =
                              (InetSocketAddress) socket.getRemoteSocketAddress();
                          seen.add(remote.getPort());
                          // What tracers make of a socket; throws if there is no such port.
                          seen.add(
                              new InetSocketAddress(socket.getInetAddress(), socket.getPort())
                                  .getPort());
                          return chain.proceed(chain.request());
                        }),
            ORDERS,
            ORDERS)) {
      shop.get();
      shop.get();
      assertEquals(Set.of(shop.pods.get(0).server.getPort()), seen);
      assertEquals(List.of(1, 1), shop.requestCounts());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_TLS, 127.0.0.77, https://127.0.0.77",
    "HTTP_2_TLS, 127.0.0.77, https://127.0.0.77",
    "HTTP_1_TLS, 2001:db8::77, https://[2001:db8::77]",
    "HTTP_2_TLS, 2001:db8::77, https://[2001:db8::77]"
  })
  void aCertificateMayBeOfTheServicesVirtualIp(Wire wire, String ip, String service)
      throws IOException {
    HandshakeCertificates tls = trusting(AUTHORITY);
    try (SecurePod pod =
            new SecurePod(wire, InetAddress.getLoopbackAddress(), 0, issue(ip), false);
        OkHttpLoadBalancing balancing =
            OkHttpLoadBalancing.builder()
                .service(service, s -> s.endpoints(StaticEndpoints.of(List.of(pod.endpoint()))))
                .build()) {
      OkHttpClient client =
          balancing.wrap(
              wire.client().sslSocketFactory(tls.sslSocketFactory(), tls.trustManager()).build());
      assertEquals("pod", Shop.get(client, new Request.Builder().url(service).build()));
    }
  }

  private static Response close(okhttp3.Interceptor.Chain chain) throws IOException {
    return chain.proceed(chain.request().newBuilder().header("Connection", "close").build());
  }

  private static HeldCertificate issue(String host) {
    return new HeldCertificate.Builder()
        .addSubjectAlternativeName(host)
        .commonName(host)
        .signedBy(AUTHORITY)
        .build();
  }

  private static HandshakeCertificates trusting(HeldCertificate authority) {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(authority.certificate())
        .build();
  }

  /** The certificate of a chain is checked in full handshakes only. */
  private record CountingTrust(X509TrustManager trust, AtomicInteger checks)
      implements X509TrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      checks.incrementAndGet();
      trust.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      trust.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.getAcceptedIssuers();
    }
  }

  /** A pod with a certificate of its own. */
  private static final class SecurePod implements AutoCloseable {
    private final MockWebServer server;
    private final InetAddress address;
    private final Queue<RecordedRequest> requests = new ConcurrentLinkedQueue<>();

    SecurePod(
        Wire wire,
        InetAddress address,
        int port,
        HeldCertificate certificate,
        boolean demandsCertificate)
        throws IOException {
      this.address = address;
      HandshakeCertificates tls =
          new HandshakeCertificates.Builder()
              .heldCertificate(certificate)
              .addTrustedCertificate(AUTHORITY.certificate())
              .build();
      server = wire.server();
      server.useHttps(tls.sslSocketFactory());
      if (demandsCertificate) {
        server.requireClientAuth();
      }
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              requests.add(request);
              return new MockResponse.Builder().body("pod").build();
            }
          });
      server.start(address, port);
    }

    Endpoint endpoint() {
      return Endpoint.of(address.getHostAddress() + ":" + server.getPort());
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** The shop, with certificates of its pods' own, and one port for all of them. */
  private static final class SecureShop implements AutoCloseable {
    private final Shop shop;
    private final List<SecurePod> pods = new ArrayList<>();

    SecureShop(
        Wire wire, Consumer<OkHttpClient.Builder> clientOptions, HeldCertificate... certificates)
        throws IOException {
      this(wire, clientOptions, false, certificates);
    }

    private SecureShop(
        Wire wire,
        Consumer<OkHttpClient.Builder> clientOptions,
        boolean demandsCertificate,
        HeldCertificate... certificates)
        throws IOException {
      for (HeldCertificate certificate : certificates) {
        InetAddress address =
            InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + pods.size())});
        int port = pods.isEmpty() ? 0 : pods.get(0).server.getPort();
        pods.add(new SecurePod(wire, address, port, certificate, demandsCertificate));
      }
      HandshakeCertificates tls = trusting(AUTHORITY);
      shop =
          new Shop(
              wire,
              0,
              client -> {
                client
                    .sslSocketFactory(tls.sslSocketFactory(), tls.trustManager())
                    .readTimeout(Duration.ofSeconds(10));
                clientOptions.accept(client);
              },
              balancing -> {});
      shop.discovery.publish(pods.stream().map(SecurePod::endpoint).toList());
    }

    /** Two pods that demand a certificate of their clients. */
    static SecureShop mutual(Wire wire, @org.jspecify.annotations.Nullable HeldCertificate caller)
        throws IOException {
      HandshakeCertificates.Builder tls =
          new HandshakeCertificates.Builder().addTrustedCertificate(AUTHORITY.certificate());
      if (caller != null) {
        tls.heldCertificate(caller);
      }
      HandshakeCertificates built = tls.build();
      return new SecureShop(
          wire,
          client -> client.sslSocketFactory(built.sslSocketFactory(), built.trustManager()),
          true,
          ORDERS,
          ORDERS);
    }

    String get() throws IOException {
      return shop.get("/");
    }

    String post() throws IOException {
      Request post =
          shop.request("/")
              .newBuilder()
              .post(RequestBody.create("order", MediaType.get("text/plain")))
              .build();
      return Shop.get(shop.client, post);
    }

    List<Integer> requestCounts() {
      return pods.stream().map(pod -> pod.requests.size()).toList();
    }

    EndpointStatistics statistics(int pod) {
      Endpoint endpoint = pods.get(pod).endpoint();
      return shop.statistics().stream()
          .filter(statistics -> statistics.endpoint().equals(endpoint))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void close() {
      shop.close();
      pods.forEach(SecurePod::close);
    }
  }
}
