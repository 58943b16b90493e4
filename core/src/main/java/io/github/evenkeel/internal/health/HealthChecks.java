/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.HealthCheck;
import io.github.evenkeel.HealthProbe;
import io.github.evenkeel.ProbeResult;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.observe.HealthCheckEvent;
import io.github.evenkeel.observe.LoadBalancerListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the hosts of a load balancer checked, each for itself: there are no rounds, and a host is
 * used until there is a verdict on it, so no list grows while checks come in (trap 22). Guarded by
 * the load balancer's lock.
 */
public final class HealthChecks {
  private static final Logger logger = LoggerFactory.getLogger(HealthChecks.class);

  private final String service;
  private final HealthCheck options;
  private final HealthProbe probe;
  private final LoadBalancerListener listener;
  private final Scheduler scheduler;
  private final Supplier<? extends RandomGenerator> random;
  private final Executor control;
  private final Consumer<Host> changed;
  private final Map<Host, HostCheck> checks = new HashMap<>();

  /** Whether a check of any host has ever passed. If not, it may be the check that is wrong. */
  private boolean haveWorked;

  private boolean isReported;

  /**
   * Makes the checks of a load balancer without hosts.
   *
   * @param service the service's name
   * @param listener is told of each change, under the lock
   * @param control runs a task under the lock
   * @param changed is told, under the lock, of each host that has become healthy or is no longer
   */
  public HealthChecks(
      String service,
      HealthCheck options,
      HealthProbe probe,
      LoadBalancerListener listener,
      Scheduler scheduler,
      Supplier<? extends RandomGenerator> random,
      Executor control,
      Consumer<Host> changed) {
    this.service = service;
    this.options = options;
    this.probe = probe;
    this.listener = listener;
    this.scheduler = scheduler;
    this.random = random;
    this.control = control;
    this.changed = changed;
  }

  /** A host was added. It is healthy until a check says otherwise. */
  public void add(Host host) {
    host.pronounce(/* healthy= */ true);
    RiseAndFall riseAndFall = new RiseAndFall(options.rise(), options.fall());
    HostCheck check =
        new HostCheck(
            host,
            probe,
            options.timeout(),
            this::pause,
            scheduler,
            control,
            result -> checked(host, riseAndFall, result));
    checks.put(host, check);
    check.start(ofInterval(jitter() * random.get().nextDouble()));
  }

  /** A host was removed. */
  public void remove(Host host) {
    HostCheck check = checks.remove(host);
    if (check == null) {
      return;
    }
    check.end();
    try {
      probe.forget(host.endpoint());
    } catch (Throwable e) {
      logger.error("The probe {} failed to forget {}", probe, host, e);
    }
  }

  private double jitter() {
    return options.jitterPercent() / 100;
  }

  private Duration pause() {
    return ofInterval(1 + jitter() * (2 * random.get().nextDouble() - 1));
  }

  private Duration ofInterval(double share) {
    return Duration.ofNanos((long) (options.interval().toNanos() * share));
  }

  private void checked(Host host, RiseAndFall riseAndFall, ProbeResult result) {
    if (result.verdict() == ProbeResult.Verdict.UNKNOWN) {
      return;
    }
    boolean passed = result.verdict() == ProbeResult.Verdict.PASSED;
    haveWorked |= passed;
    if (riseAndFall.record(passed, haveWorked)) {
      host.pronounce(passed);
      report(
          host,
          passed ? HealthCheckEvent.Change.HEALTHY : HealthCheckEvent.Change.UNHEALTHY,
          riseAndFall.row(),
          result);
      changed.accept(host);
    } else if (!haveWorked && !isReported && riseAndFall.row() >= options.fall()) {
      isReported = true;
      report(host, HealthCheckEvent.Change.NEVER_PASSED, riseAndFall.row(), result);
    }
  }

  private void report(Host host, HealthCheckEvent.Change change, int checks, ProbeResult result) {
    listener.onHealthCheck(
        new HealthCheckEvent(service, host.endpoint(), change, checks, result.reason()));
  }
}
