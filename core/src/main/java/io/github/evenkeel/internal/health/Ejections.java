/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.host.OutcomeObserver;
import io.github.evenkeel.observe.EjectionEvent;
import io.github.evenkeel.observe.EjectionSkippedEvent;
import io.github.evenkeel.observe.HalfOpenEvent;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.ReturnEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Ejects outliers and brings them back. All that is decided is decided in {@link #check}, under the
 * load balancer's lock, so that no two threads eject more hosts together than may be (trap 18).
 */
public final class Ejections {
  private final String service;
  private final OutlierDetection options;
  private final EjectionCap cap;
  private final List<Detector<?>> atOnce = new ArrayList<>();
  private final List<Detector<?>> eachInterval = new ArrayList<>();
  private final LoadBalancerListener listener;
  private final Supplier<? extends RandomGenerator> random;

  /**
   * Makes ejections of one load balancer.
   *
   * @param service the service's name
   * @param listener is told of each change, under the lock
   */
  public Ejections(
      String service,
      OutlierDetection options,
      LoadBalancerListener listener,
      Supplier<? extends RandomGenerator> random) {
    this.service = service;
    this.options = options;
    this.cap = new EjectionCap(options.maxEjectionPercent());
    this.listener = listener;
    this.random = random;
    if (options.detects(OutlierDetection.Detector.CONSECUTIVE_5XX)) {
      atOnce.add(ConsecutiveFailuresDetector.ofAll(options.consecutive5xx()));
    }
    if (options.detects(OutlierDetection.Detector.CONSECUTIVE_GATEWAY_FAILURES)) {
      atOnce.add(ConsecutiveFailuresDetector.ofGateway(options.consecutiveGatewayFailures()));
    }
    Duration interval = options.interval();
    if (options.detects(OutlierDetection.Detector.SUCCESS_RATE)) {
      eachInterval.add(new SuccessRateDetector(options.successRate(), interval));
    }
    if (options.detects(OutlierDetection.Detector.FAILURE_PERCENTAGE)) {
      eachInterval.add(new FailurePercentageDetector(options.failurePercentage(), interval));
    }
    if (options.detects(OutlierDetection.Detector.MEDIAN_LATENCY)) {
      eachInterval.add(new MedianLatencyDetector(options.medianLatency(), interval));
    }
  }

  /**
   * Returns what observes a new host.
   *
   * @param urgent is told, by threads with requests, that there is something to {@link #check}
   * @param active is told by them that there are requests
   */
  public OutcomeObserver newObserver(Runnable urgent, Runnable active, long now) {
    List<Detector<?>> detectors = new ArrayList<>(atOnce);
    detectors.addAll(eachInterval);
    EjectionTime time =
        EjectionTime.of(options.baseEjectionTime(), options.maxEjectionTime(), options.interval());
    return new HostMonitor(detectors, time, urgent, active, now);
  }

  /** A host was removed. Should it be back with the requests that it has, these do not count. */
  public void forget(Host host, long now) {
    HostMonitor.of(host).forgetRequests(now);
  }

  /**
   * What a check has changed.
   *
   * @param any whether a host is in another state than before
   * @param returned hosts that take their share of the requests from now on
   */
  public record Change(boolean any, List<Host> returned) {}

  /** The work of one check. */
  private final class Check {
    private final List<Host> all;
    private final List<Host> healthy;
    private final long now;
    private final List<Host> returned = new ArrayList<>();
    private boolean changed;

    Check(List<Host> all, long now) {
      this.all = all;
      this.healthy = all.stream().filter(Host::isHealthy).toList();
      this.now = now;
    }

    private static List<Host> in(Host.State state, List<Host> hosts) {
      return hosts.stream().filter(host -> host.state() == state).toList();
    }

    /** How many of them are ejected beyond what may be; negative if more may be. */
    private int beyondCap(List<Host> hosts) {
      return in(Host.State.EJECTED, hosts).size() - cap.of(hosts.size());
    }

    /** Hosts whose ejection time is over are half-open. */
    void endEjections() {
      for (Host host : in(Host.State.EJECTED, all)) {
        if (HostMonitor.of(host).ejectedFor(now) <= 0) {
          halfOpen(host);
        }
      }
    }

    /** After others were removed, too many may be ejected, or all that are left. */
    void keepWithinCap() {
      keepWithinCap(healthy);
      keepWithinCap(all);
      if (in(Host.State.ACTIVE, healthy).isEmpty()) {
        in(Host.State.HALF_OPEN, healthy).stream().findFirst().ifPresent(this::back);
      }
    }

    private void keepWithinCap(List<Host> hosts) {
      in(Host.State.EJECTED, hosts).stream()
          .sorted(Comparator.comparingLong(host -> HostMonitor.of(host).ejectedFor(now)))
          .limit(Math.max(beyondCap(hosts), 0))
          .forEach(this::halfOpen);
    }

    private void halfOpen(Host host) {
      // The ejection was for these. Some algorithms would leave the host for longer.
      host.stats().forgetFailures();
      if (!options.detects(OutlierDetection.Detector.HALF_OPEN)) {
        HostMonitor.of(host).forgetRequests(now);
        back(host);
        return;
      }
      enter(host, Host.State.HALF_OPEN);
      HostStats stats = host.stats();
      HostMonitor.of(host).halfOpen(stats.inFlight() - stats.streaming(), now);
      listener.onHalfOpen(new HalfOpenEvent(service, host.endpoint()));
    }

    private void back(Host host) {
      enter(host, Host.State.ACTIVE);
      HostMonitor.of(host).back(now);
      returned.add(host);
      listener.onReturn(new ReturnEvent(service, host.endpoint()));
    }

    private void enter(Host host, Host.State state) {
      host.enter(state);
      changed = true;
    }

    /** Hosts that are half-open are back, or ejected again. */
    void decideTrials() {
      for (Host host : in(Host.State.HALF_OPEN, healthy)) {
        Trial trial = HostMonitor.of(host).trial;
        if (trial.isFailed()) {
          trial.begin();
          judge(new Outlier(host, OutlierDetection.Detector.HALF_OPEN, 1, 1));
        } else if (trial.isPassed()) {
          back(host);
        }
      }
    }

    void detect(List<Detector<?>> detectors) {
      for (Detector<?> detector : detectors) {
        outliers(detector).forEach(this::judge);
      }
    }

    private <C extends Counter> List<Outlier> outliers(Detector<C> detector) {
      return detector.outliers(
          in(Host.State.ACTIVE, healthy),
          host -> HostMonitor.of(host).counter(detector),
          healthy.size(),
          now);
    }

    private void judge(Outlier outlier) {
      if (!mayEject(outlier.host())) {
        skip(outlier, EjectionSkippedEvent.Reason.MAX_EJECTION_PERCENT);
      } else if (!isEnforced(outlier.detector())) {
        skip(outlier, EjectionSkippedEvent.Reason.NOT_ENFORCED);
      } else {
        eject(outlier);
      }
    }

    /**
     * A host that is half-open counts as ejected: it takes next to no load from the others, and may
     * have to be ejected again. If it fails its health checks as well, its trial may last for ever,
     * so that it does not count. Neither does one that has been half-open for long without a
     * verdict, because its requests hang or are canceled.
     */
    private boolean mayEject(Host host) {
      long trials =
          host.state() == Host.State.ACTIVE
              ? in(Host.State.HALF_OPEN, healthy).stream().filter(this::isOnTrial).count()
              : 0;
      return beyondCap(healthy) + trials < 0 && beyondCap(all) < 0;
    }

    private boolean isOnTrial(Host host) {
      return HostMonitor.of(host).halfOpenFor(now) < options.baseEjectionTime().toNanos();
    }

    private boolean isEnforced(OutlierDetection.Detector detector) {
      double percent = options.enforcingPercent(detector);
      return percent == 100 || 100 * random.get().nextDouble() < percent;
    }

    private void eject(Outlier outlier) {
      Host host = outlier.host();
      enter(host, Host.State.EJECTED);
      returned.remove(host);
      Duration time = HostMonitor.of(host).eject(now);
      listener.onEjection(
          new EjectionEvent(
              service,
              host.endpoint(),
              outlier.detector(),
              outlier.measured(),
              outlier.threshold(),
              time));
    }

    private void skip(Outlier outlier, EjectionSkippedEvent.Reason reason) {
      Host host = outlier.host();
      if (HostMonitor.of(host).reportsSkipped(outlier.detector(), options.interval(), now)) {
        listener.onEjectionSkipped(
            new EjectionSkippedEvent(
                service,
                host.endpoint(),
                outlier.detector(),
                outlier.measured(),
                outlier.threshold(),
                reason));
      }
    }
  }

  /**
   * Ejects hosts and brings them back, as is due.
   *
   * @param hosts all that are active, ejected or half-open. Those that fail their health checks are
   *     out anyway: they count where they are ejected, and nothing is decided on them
   * @param isInterval whether an interval is over
   */
  public Change check(List<Host> hosts, boolean isInterval, long now) {
    Check check = new Check(hosts, now);
    check.endEjections();
    check.keepWithinCap();
    check.decideTrials();
    check.detect(atOnce);
    if (isInterval) {
      check.detect(eachInterval);
    }
    return new Change(check.changed, check.returned);
  }

  /** After how long the next ejection is over. */
  public Optional<Duration> untilNextEnd(List<Host> hosts, long now) {
    return hosts.stream()
        .filter(host -> host.state() == Host.State.EJECTED)
        .map(host -> Duration.ofNanos(Math.max(HostMonitor.of(host).ejectedFor(now), 0)))
        .min(Comparator.naturalOrder());
  }
}
