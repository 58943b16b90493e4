/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.PanicEvent;
import io.github.evenkeel.observe.SheddingEvent;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Whether enough hosts are healthy to take all requests, and what happens if not. Either there is
 * panic, in which all hosts are used, as in Envoy. Or, if there must be none, requests are admitted
 * in proportion to the healthy hosts, as brpc does after a total outage. Both keep the few that are
 * left, or the first that are back, from getting everything (trap 39).
 *
 * <ul>
 *   <li>Writers: the control path, under the load balancer's lock.
 *   <li>Readers: every request.
 *   <li>Invariant: none between its fields; requests read one of them.
 *   <li>Why: a request that is admitted by the share of a moment ago does no harm.
 * </ul>
 */
public final class Availability {
  /** With this share of healthy hosts all requests are admitted. */
  private static final double ENOUGH = 0.5;

  private final String service;
  private final double panicThreshold;
  private final LoadBalancerListener listener;
  private final Supplier<? extends RandomGenerator> random;
  private boolean panic;
  private volatile double admitted = 1;

  /**
   * Makes the availability of a load balancer without hosts.
   *
   * @param service the service's name
   * @param panicThreshold with a smaller share of healthy hosts, in percent, all are used; 0 for
   *     never
   * @param listener is told of each change, under the lock
   */
  public Availability(
      String service,
      double panicThreshold,
      LoadBalancerListener listener,
      Supplier<? extends RandomGenerator> random) {
    this.service = service;
    this.panicThreshold = panicThreshold;
    this.listener = listener;
    this.random = random;
  }

  /**
   * Returns those of {@code hosts} that requests may choose from, at least one if there are any.
   */
  public List<Host> usable(List<Host> hosts) {
    List<Host> active =
        hosts.stream()
            .filter(host -> host.state() == Host.State.ACTIVE && host.isHealthy())
            .toList();
    int healthy = active.size();
    if (panicThreshold == 0) {
      double share = weight(active) / (ENOUGH * weight(hosts));
      admit(Math.min(1, share), healthy, hosts.size());
    } else {
      panic(100.0 * healthy / hosts.size() < panicThreshold, healthy, hosts.size());
    }
    if (panic) {
      return hosts;
    }
    List<Host> usable =
        hosts.stream()
            .filter(host -> host.state() != Host.State.EJECTED && host.isHealthy())
            .toList();
    // If none is, no request is admitted, but those that wait for room may still begin.
    return usable.isEmpty() ? hosts : usable;
  }

  private static double weight(List<Host> hosts) {
    return hosts.stream().mapToDouble(host -> host.endpoint().weight()).sum();
  }

  private void panic(boolean on, int healthy, int hosts) {
    if (panic != on) {
      panic = on;
      listener.onPanic(new PanicEvent(service, on, healthy, hosts, panicThreshold));
    }
  }

  private void admit(double share, int healthy, int hosts) {
    if (admitted != share) {
      admitted = share;
      listener.onShedding(new SheddingEvent(service, 100 * share, healthy, hosts));
    }
  }

  /** Whether all hosts are used. */
  public boolean isPanic() {
    return panic;
  }

  /** Lets a request pass, unless few hosts are healthy and others have passed before it. */
  public void admit() throws NoEndpointAvailableException {
    double share = admitted;
    if (share < 1 && random.get().nextDouble() >= share) {
      throw NoEndpointAvailableException.forService(
          service,
          "most of its endpoints are ejected because their requests failed, or fail their health"
              + " checks, and requests are admitted in proportion to those that are healthy. Look"
              + " into the endpoints; with a panicThreshold above 0, outlier detection would use"
              + " all of them now",
          null);
    }
  }
}
