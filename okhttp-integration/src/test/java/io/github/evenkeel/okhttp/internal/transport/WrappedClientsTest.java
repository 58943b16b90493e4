/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.evenkeel.okhttp.Collector;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.call.BalancingInterceptor;
import io.github.evenkeel.okhttp.internal.call.PassThrough;
import io.github.evenkeel.okhttp.internal.service.DispatcherWatch;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class WrappedClientsTest {
  private static final ServiceUrl SERVICE = ServiceUrl.parse("http://orders.shop");

  private final WrappedClients clients = new WrappedClients();

  @Test
  void aClientIsKnownWhileItsInterceptorIsInUse() {
    BalancingInterceptor used = interceptor(new OkHttpClient());
    clients.add(used);
    for (int i = 0; i < 100; i++) {
      clients.add(interceptor(new OkHttpClient()));
    }
    Collector.collectUntil(() -> clients.size() == 1);
    assertEquals(List.of(used.stripped()), clients.thatConnectDifferently(SERVICE));
  }

  @Test
  void ofClientsThatConnectAlikeTheFirstStandsForAll() {
    BalancingInterceptor first = interceptor(new OkHttpClient());
    BalancingInterceptor second = interceptor(new OkHttpClient());
    clients.add(first);
    clients.add(second);
    List<OkHttpClient> different = clients.thatConnectDifferently(SERVICE);
    assertEquals(1, different.size());
    assertSame(first.stripped(), different.get(0));
  }

  @Test
  void thoseThatWereWrappedFirstGetConnectionsIfThereAreTooManyKinds() {
    List<BalancingInterceptor> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      BalancingInterceptor own =
          interceptor(new OkHttpClient.Builder().dns(new NumberedDns(i)).build());
      all.add(own);
      clients.add(own);
    }
    assertEquals(
        all.stream().limit(8).map(BalancingInterceptor::stripped).toList(),
        clients.thatConnectDifferently(SERVICE));
  }

  private BalancingInterceptor interceptor(OkHttpClient client) {
    return new BalancingInterceptor(
        new PassThrough(),
        new DispatcherWatch(new Dispatcher(), Set.of()),
        clients.stripped(client.newBuilder()),
        Environment.REAL);
  }

  private record NumberedDns(int number) implements Dns {
    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
      throw new UnknownHostException(hostname);
    }
  }
}
