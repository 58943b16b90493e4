/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.CertificatePinner;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of one load balancer that cannot share connections do not take them from each other. */
class ManyClientsTest {
  /** More than idle connections are kept for one client. */
  private static final int CLIENTS = 70;

  private static final int ROUNDS = 3;

  private final CountingSockets sockets = new CountingSockets();

  /** What OkHttp compares before it lets two clients share a connection. */
  private enum Own {
    DNS {
      @Override
      void set(OkHttpClient.Builder client, int number) {
        client.dns(new NumberedDns(number));
      }
    },
    PROXY_SELECTOR {
      @Override
      void set(OkHttpClient.Builder client, int number) {
        client.proxySelector(new DirectProxySelector());
      }
    },
    PROXY_AUTHENTICATOR {
      @Override
      void set(OkHttpClient.Builder client, int number) {
        client.proxyAuthenticator((route, response) -> number < 0 ? response.request() : null);
      }
    },
    TLS_CONTEXT {
      @Override
      void set(OkHttpClient.Builder client, int number) {
        Wire.freshTls(client);
      }
    },
    HOSTNAME_VERIFIER {
      @Override
      void set(OkHttpClient.Builder client, int number) {
        client.hostnameVerifier((host, session) -> number >= 0);
      }
    },
    PINS {
      @Override
      void set(OkHttpClient.Builder client, int number) {
        String pin = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        client.certificatePinner(
            new CertificatePinner.Builder().add("host-" + number + ".example", pin).build());
      }
    };

    abstract void set(OkHttpClient.Builder client, int number);
  }

  @ParameterizedTest
  @EnumSource
  void eachClientReusesItsConnection(Own setting) throws IOException {
    Wire wire = Wire.HTTP_1_TLS;
    try (Shop shop = new Shop(wire, 1)) {
      List<OkHttpClient> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        OkHttpClient.Builder client = wire.client().socketFactory(sockets);
        setting.set(client, i);
        clients.add(shop.balancing.wrap(client.build()));
      }
      for (int i = 0; i < ROUNDS; i++) {
        for (OkHttpClient client : clients) {
          assertEquals("pod-0", Shop.get(client, shop.request("/")));
        }
        System.gc(); // Nothing that has a connection may go.
      }
      assertEquals(CLIENTS, sockets.created());
      shop.discovery.publish();
      assertEquals(0, sockets.openTo(shop.pods[0].port()));
    }
  }

  @Test
  void eachClientWithASocketFactoryOfItsOwnReusesItsConnection() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      List<CountingSockets> factories = new ArrayList<>();
      List<OkHttpClient> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        CountingSockets own = new CountingSockets();
        factories.add(own);
        clients.add(shop.balancing.wrap(Wire.HTTP_1.client().socketFactory(own).build()));
      }
      for (int i = 0; i < ROUNDS; i++) {
        for (OkHttpClient client : clients) {
          assertEquals("pod-0", Shop.get(client, shop.request("/")));
        }
        System.gc();
      }
      assertEquals(CLIENTS, factories.stream().mapToInt(CountingSockets::created).sum());
    }
  }

  @ParameterizedTest
  @EnumSource
  void noneIdleIsNone(Wire wire) throws IOException {
    try (Shop shop =
        new Shop(
            wire,
            1,
            client -> client.socketFactory(sockets),
            balancing -> {},
            service -> service.idleConnections(0, Duration.ofMinutes(5)))) {
      for (int i = 0; i < ROUNDS; i++) {
        Response response = shop.client.newCall(shop.request("/")).execute();
        assertEquals(1, sockets.openTo(shop.pods[0].port()));
        assertEquals("pod-0", response.body().string());
        assertEquals(0, sockets.openTo(shop.pods[0].port()));
      }
      assertEquals(ROUNDS, sockets.created());
    }
  }

  private record NumberedDns(int number) implements Dns {
    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
      throw new UnknownHostException(hostname);
    }
  }

  private static final class DirectProxySelector extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }
}
