/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.okhttp.internal.Environment;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Has the thread of a call wait in the load balancer's queue, as long as the call may wait and
 * nobody cancels it.
 */
final class Queue {
  private final LoadBalancer balancer;
  private final Environment environment;

  Queue(LoadBalancer balancer, Environment environment) {
    this.balancer = balancer;
    this.environment = environment;
  }

  /**
   * Returns a lease as soon as there is room for the request.
   *
   * @throws IOException as the load balancer throws, or if the call is canceled or the thread
   *     interrupted meanwhile
   */
  Lease lease(RequestContext context, ServiceCall call) throws IOException {
    CompletableFuture<Lease> lease =
        balancer.enqueueRequest(context, call.state().timeToWait(call.call()));
    try {
      return environment.await(call.call(), lease);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (IOException e) {
      // The lease may have been granted at this moment.
      var unused = lease.thenAccept(granted -> balancer.endRequest(granted, Outcome.CANCELED));
      throw e;
    }
  }
}
