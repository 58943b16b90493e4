/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.okhttp.Collector;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

class EndpointTransportTest {
  private final CompletableFuture<Void> opening = new CompletableFuture<>();
  private final EndpointTransport transport =
      new EndpointTransport(
          ServiceUrl.parse("http://orders.shop"),
          Endpoint.of("127.0.0.1:8080"),
          IdleConnections.DEFAULT,
          System::nanoTime,
          unused -> opening);

  @Test
  void isPreparedWhenItsConnectionsAreOpen() {
    assertSame(opening, transport.prepare());
  }

  @Test
  void opensNoConnectionsOnceItDrains() {
    var unused = transport.prepare();
    transport.drain();
    assertTrue(opening.isCancelled());
  }

  @Test
  void drainsAlsoIfItWasNeverPrepared() {
    transport.drain();
    assertFalse(opening.isDone());
  }

  @Test
  void clientsThatAreSetUpAlikeShareARoute() {
    Dns one = new OwnDns();
    Dns other = new OwnDns();
    during(
        chain -> {
          EndpointTransport.Route first = transport.route(chain.withDns(one));
          EndpointTransport.Route second = transport.route(chain.withDns(other));
          assertNotSame(first, second);
          assertSame(first, transport.route(chain.withDns(one)));
          assertSame(second, transport.route(chain.withDns(other)));
        });
  }

  @Test
  void aDnsOfItsOwnForEachCallDoesNotPileUpRoutes() {
    during(
        chain -> {
          for (int i = 0; i < 1000; i++) {
            transport.route(chain.withDns(new OwnDns()));
          }
          // The last one is at hand for the next call.
          Collector.collectUntil(() -> transport.routeCount() == 1);
        });
  }

  @Test
  void aRouteThatACallIsOnIsNotForgotten() {
    Dns one = new OwnDns();
    during(
        chain -> {
          EndpointTransport.Route first = transport.route(chain.withDns(one));
          for (int i = 0; i < 1000; i++) {
            transport.route(chain.withDns(new OwnDns()));
          }
          Collector.collectUntil(() -> transport.routeCount() == 2);
          assertSame(first, transport.route(chain.withDns(one)));
        });
  }

  @Test
  void aDnsWithoutAnAnswerForAnotherPortOfTheHostIsAFailureToConnect() {
    during(
        chain -> {
          Interceptor.Chain led =
              transport.route(chain.withDns(new OwnDns())).lead(chain.withDns(new OwnDns()));
          try (Socket socket = led.getSocketFactory().createSocket()) {
            InetAddress answer = led.getDns().lookup("orders.shop").get(0);
            UnknownHostException failure =
                assertThrows(
                    UnknownHostException.class,
                    () -> socket.connect(new InetSocketAddress(answer, 8443), 1000));
            assertEquals("The client's Dns has no address for orders.shop", failure.getMessage());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void during(Consumer<Interceptor.Chain> step) {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  step.accept(chain);
                  throw new IOException("enough");
                })
            .build();
    Request request = new Request.Builder().url("http://orders.shop/").build();
    IOException failure = assertThrows(IOException.class, () -> client.newCall(request).execute());
    assertEquals("enough", failure.getMessage());
  }

  private static final class OwnDns implements Dns {
    @Override
    public List<InetAddress> lookup(String hostname) {
      return List.of();
    }
  }
}
