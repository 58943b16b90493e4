/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.Endpoint;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

class EndpointTransportTest {
  private final EndpointTransport transport =
      new EndpointTransport(
          ServiceUrl.parse("http://orders.shop"),
          Endpoint.of("127.0.0.1:8080"),
          new ConnectionPool());

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

  /** OkHttp's connections have the Dns that they were opened with, and are reused only with it. */
  @Test
  void aRouteLastsForAsLongAsAConnectionHasItsDns() {
    during(
        chain -> {
          Interceptor.Chain own = chain.withDns(new OwnDns());
          Dns held = transport.route(own).lead(own).getDns();
          WeakReference<Object> nobodys = new WeakReference<>(new Object());
          Collector.collectUntil(() -> nobodys.get() == null);
          assertSame(held, transport.route(own).lead(own).getDns());
        });
  }

  @Test
  void aRouteThatNobodyUsesKeepsNothingOfTheUsers() {
    WeakReference<Dns> users = routed();
    Collector.collectUntil(() -> users.get() == null);
    assertEquals("EndpointTransport[http://orders.shop at 127.0.0.1:8080]", transport.toString());
  }

  private WeakReference<Dns> routed() {
    Dns own = new OwnDns();
    during(chain -> transport.route(chain.withDns(own)));
    return new WeakReference<>(own);
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
