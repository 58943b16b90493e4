/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.RequestContext;
import java.io.IOException;
import java.util.List;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

/** The soak in {@code benchmarks} found what is tested here. */
class RunningCallsTest {
  private final RunningCalls running = new RunningCalls();
  private final Call call =
      new OkHttpClient().newCall(new Request.Builder().url("http://orders.shop/").build());

  @Test
  void aCallRunsUntilItsEntryIsRemoved() {
    RunningCalls.Entry entry = running.add(call);
    assertFalse(running.isEmpty());
    entry.remove();
    assertTrue(running.isEmpty());
  }

  @Test
  void aCallThatWasCollectedRunsNoMore() {
    RunningCalls.Entry entry = running.add(call);
    entry.enqueue(); // As the garbage collector does.
    assertTrue(running.isEmpty());
  }

  /** OkHttp may report neither the end of such a call nor its failure. */
  @Test
  void aCanceledCallRunsUntilItsBodyEnds() throws IOException {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  Attempt attempt = attempt(chain);
                  attempt.responseBodyEnd(chain.call(), 0);
                  assertFalse(running.isEmpty());
                  chain.call().cancel();
                  attempt.responseBodyEnd(chain.call(), 0);
                  assertTrue(running.isEmpty());
                  throw new IOException("enough");
                })
            .build();
    assertThrows(IOException.class, () -> client.newCall(call.request()).execute());
  }

  private Attempt attempt(Interceptor.Chain chain) throws IOException {
    Endpoint pod = Endpoint.of("127.0.0.1:8080");
    LoadBalancer balancer = LoadBalancer.builder("orders").build();
    balancer.setEndpoints(List.of(pod));
    Lease lease = balancer.beginRequest(RequestContext.empty());
    EndpointTransport transport =
        new EndpointTransport(ServiceUrl.parse("http://orders.shop"), pod, new ConnectionPool());
    return new Attempt(
        balancer, lease, transport, transport.route(chain), running.add(chain.call()));
  }
}
