/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.QueueFullException;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import io.github.evenkeel.okhttp.internal.transport.EndpointTransport;
import io.github.evenkeel.okhttp.internal.transport.IdleConnections;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

/** The soak in {@code benchmarks} found what is tested here. */
class RunningCallsTest {
  private final RunningCalls running = new RunningCalls();
  private final LoadBalancer balancer = new LoadBalancerBuilder("orders").build();
  private final Request request = new Request.Builder().url("http://orders.shop/").build();

  @Test
  void aCallRunsUntilItsEntryIsRemoved() {
    during(
        chain -> {
          Attempt attempt = attempt(chain, new RunningCalls());
          RunningCalls.Entry entry = running.add(chain.call(), attempt);
          assertFalse(running.isEmpty());
          entry.remove();
          assertTrue(running.isEmpty());
        });
  }

  @Test
  void aCallThatWasCollectedGivesItsLeaseBack() {
    during(
        chain -> {
          RunningCalls.Entry entry = running.add(chain.call(), attempt(chain, new RunningCalls()));
          entry.enqueue(); // As the garbage collector does.
          running.removeCollected();
          assertEquals(0, balancer.statistics().get(0).inFlight());
          assertEquals(1, balancer.statistics().get(0).canceled());
        });
  }

  /** OkHttp may report neither the end of such a call nor its failure. */
  @Test
  void aCanceledCallRunsUntilItsBodyEnds() {
    during(
        chain -> {
          Attempt attempt = attempt(chain, running);
          attempt.responseBodyEnd(chain.call(), 0);
          assertFalse(running.isEmpty());
          chain.call().cancel();
          attempt.responseBodyEnd(chain.call(), 0);
          assertTrue(running.isEmpty());
        });
  }

  /** A timeout cancels a call on a thread of its own while the caller finds the body broken. */
  @Test
  void whoeverFindsAnAttemptEndedFindsItsLeaseGivenBack() {
    during(
        chain -> {
          SlowlyEnding slow = new SlowlyEnding(balancer);
          Attempt attempt = attempt(slow, chain, running);
          slow.meanwhile = () -> attempt.callEnd(chain.call());
          attempt.callEnd(chain.call());
          assertEquals(1, balancer.statistics().get(0).canceled());
        });
  }

  /** While one thread is about to end a request, another one ends it, and looks. */
  private static final class SlowlyEnding implements LoadBalancer {
    private final LoadBalancer balancer;
    private Runnable meanwhile = () -> {};
    private boolean isMeanwhile;

    SlowlyEnding(LoadBalancer balancer) {
      this.balancer = balancer;
    }

    @Override
    public void endRequest(Lease lease, Outcome outcome) {
      if (!isMeanwhile) {
        isMeanwhile = true;
        meanwhile.run();
        assertEquals(0, balancer.statistics().get(0).inFlight());
      }
      balancer.endRequest(lease, outcome);
    }

    @Override
    public void backOff(Lease lease, Duration duration) {
      balancer.backOff(lease, duration);
    }

    @Override
    public boolean hasUntried(RequestContext request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setCallers(Collection<Endpoint> callers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setEndpoints(Collection<Endpoint> endpoints) {
      balancer.setEndpoints(endpoints);
    }

    @Override
    public Lease beginRequest(RequestContext request)
        throws NoEndpointAvailableException, QueueFullException {
      return balancer.beginRequest(request);
    }

    @Override
    public CompletableFuture<Lease> enqueueRequest(RequestContext request, Duration patience) {
      return balancer.enqueueRequest(request, patience);
    }

    @Override
    public List<EndpointStatistics> statistics() {
      return balancer.statistics();
    }
  }

  @FunctionalInterface
  private interface Step {
    void take(Interceptor.Chain chain) throws IOException;
  }

  /** Takes a step while a call is under way, which then fails. */
  private void during(Step step) {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  step.take(chain);
                  throw new IOException("enough");
                })
            .build();
    IOException failure = assertThrows(IOException.class, () -> client.newCall(request).execute());
    assertTrue(Set.of("enough", "Canceled").contains(failure.getMessage()));
  }

  private Attempt attempt(Interceptor.Chain chain, RunningCalls calls) throws IOException {
    return attempt(balancer, chain, calls);
  }

  private static Attempt attempt(LoadBalancer balancer, Interceptor.Chain chain, RunningCalls calls)
      throws IOException {
    Endpoint pod = Endpoint.of("127.0.0.1:8080");
    balancer.setEndpoints(List.of(pod));
    Lease lease = balancer.beginRequest(RequestContext.empty());
    EndpointTransport transport =
        new EndpointTransport(
            ServiceUrl.parse("http://orders.shop"),
            pod,
            IdleConnections.DEFAULT,
            System::nanoTime,
            unused -> CompletableFuture.completedFuture(null));
    return new Attempt(
        balancer,
        new Outcomes("orders", null),
        lease,
        transport.route(chain),
        calls,
        chain.call(),
        Environment.REAL);
  }
}
