/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import io.github.evenkeel.okhttp.internal.transport.EndpointTransport;
import io.github.evenkeel.okhttp.internal.transport.IdleConnections;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the timeout of a call says about the endpoint that the call was on when it ran out. */
class AttemptTimeoutTest {
  private static final Endpoint POD = Endpoint.of("127.0.0.1:8080");

  private final AtomicLong clock = new AtomicLong();
  private final Environment environment =
      new Environment(clock::get, (delay, task) -> () -> {}, ThreadLocalRandom::current);
  private final LoadBalancer balancer = new LoadBalancerBuilder("orders").build();

  /** Of the 10 s of the call, the endpoint had so many. */
  @ParameterizedTest
  @CsvSource({"10, 1, 0", "5, 1, 0", "4, 0, 1", "0, 0, 1"})
  void itIsTheEndpointsFailureIfItHadHalfOfTheTime(int seconds, long failed, long canceled)
      throws IOException {
    balancer.setEndpoints(List.of(POD));
    OkHttpClient client =
        new OkHttpClient.Builder()
            .callTimeout(Duration.ofSeconds(10))
            .addInterceptor(
                chain -> {
                  Attempt attempt = attempt(chain);
                  clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
                  InterruptedIOException timeout = new InterruptedIOException("timeout");
                  attempt.callFailed(chain.call(), timeout);
                  throw timeout;
                })
            .build();
    Request request = new Request.Builder().url("http://orders.shop/").build();

    assertThrows(IOException.class, () -> client.newCall(request).execute());

    EndpointStatistics statistics = balancer.statistics().get(0);
    assertEquals(0, statistics.inFlight());
    assertEquals(failed, statistics.failed());
    assertEquals(canceled, statistics.canceled());
  }

  private Attempt attempt(Interceptor.Chain chain) throws IOException {
    EndpointTransport transport =
        new EndpointTransport(
            ServiceUrl.parse("http://orders.shop"),
            POD,
            IdleConnections.DEFAULT,
            System::nanoTime,
            unused -> CompletableFuture.completedFuture(null));
    return new Attempt(
        balancer,
        new Outcomes("orders", null),
        balancer.beginRequest(RequestContext.empty()),
        transport.route(chain),
        new RunningCalls(),
        chain.call(),
        environment);
  }
}
