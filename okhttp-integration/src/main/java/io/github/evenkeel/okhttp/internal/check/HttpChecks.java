/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.check;

import io.github.evenkeel.HealthProbe;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import io.github.evenkeel.okhttp.internal.transport.WrappedClients;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The checks over HTTP of one load balancer: the clients that they are sent by, and their threads.
 *
 * <p>Each check that is open has a thread of its own. There are no more than endpoints, and were
 * there fewer, endpoints that hang would let the checks of others run into their timeouts. The
 * threads end when there is nothing to do.
 */
public final class HttpChecks implements AutoCloseable {
  private static final long IDLE_SECONDS = 1;

  private final WrappedClients clients;
  private final LongSupplier nanoClock;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          HttpChecks::newThread);

  /** Creates checks that are sent with the settings of these clients. */
  public HttpChecks(WrappedClients clients, LongSupplier nanoClock) {
    this.clients = clients;
    this.nanoClock = nanoClock;
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "evenkeel-health-check");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns what checks the endpoints of a service. */
  public HealthProbe probe(HttpCheckPolicy policy, ServiceUrl service) {
    return new HttpCheck(policy, service, clients, nanoClock, threads);
  }

  /** Begins no further checks. Those in progress end when their endpoints are removed. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
