/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Locality;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.internal.eligible.Eligible;
import io.github.evenkeel.internal.eligible.Nearness;
import io.github.evenkeel.internal.health.Availability;
import io.github.evenkeel.internal.health.Ejections;
import io.github.evenkeel.internal.health.HealthChecks;
import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.host.OutcomeObserver;
import io.github.evenkeel.internal.limit.HostLimit;
import io.github.evenkeel.internal.limit.PendingRequests;
import io.github.evenkeel.internal.pick.PickerFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides which hosts take requests, and publishes them as a {@link Selection}: what endpoints,
 * health, back-off and time change.
 *
 * <ul>
 *   <li>Writers: whoever holds {@code lock}: the thread that sets the endpoints, a host's
 *       preparation that is complete, or the scheduler.
 *   <li>Readers: every request reads {@code selection}.
 *   <li>Invariant: the selection holds the hosts of the registry that are usable: those that are
 *       prepared and eligible, without those that are ejected, fail their health checks or back
 *       off.
 *   <li>Why: a request never waits for an update, and sees all of an update or nothing.
 * </ul>
 */
final class ControlPath {
  private final PickerFactory pickers;
  private final LongSupplier nanoClock;
  private final Scheduler scheduler;
  private final Runnable roomMade;

  private final ReentrantLock lock = new ReentrantLock();
  private final HostRegistry registry;
  private final Map<Host, CompletionStage<?>> preparing = new HashMap<>();
  private final @Nullable Ramps ramps;
  private final BackOffs backOffs;
  private final boolean capped;
  private final Events events;

  private final QueueReport queueReport;
  private final PickerFactory overflowPickers;

  /** Null if all endpoints are equally near. */
  private final @Nullable Nearness nearness;

  /** Null without outlier detection. */
  private final @Nullable Health health;

  /** Null without health checks. */
  private final @Nullable HealthChecks checks;

  /** Null without either. */
  private final @Nullable Availability availability;

  /** Whether an update is being made, which publishes all that it changes at once. */
  private boolean updating;

  private Scheduler.Task nextStep = () -> {};
  private Scheduler.Task nextBackOffEnd = () -> {};

  /** Null while no host takes requests. */
  private volatile @Nullable Selection selection;

  /** How many hosts there were, all of weight 0, when no host took requests last. */
  private volatile int drained;

  /**
   * Makes the control path of a load balancer that has no endpoints yet.
   *
   * @param roomMade is told, without the lock, that requests may find room that they did not before
   */
  ControlPath(Options options, Runnable roomMade) {
    this.pickers = options.pickers();
    this.nanoClock = options.nanoClock();
    this.scheduler = options.scheduler();
    this.roomMade = roomMade;
    this.events = new Events(options.listeners());
    this.health =
        options.outlierDetection() == null
            ? null
            : new Health(options, options.outlierDetection(), events, this::checkHealth);
    this.availability =
        options.judgesHosts()
            ? new Availability(
                options.service(), options.panicThreshold(), events, options.random())
            : null;
    this.checks = options.checking() == null ? null : newChecks(options, options.checking());
    this.registry =
        new HostRegistry(
            pickers,
            options.attachments(),
            endpoint -> reported(endpoint, options),
            health == null ? () -> OutcomeObserver.NONE : health::newObserver);
    this.ramps = options.slowStart() == null ? null : new Ramps(options.slowStart());
    this.backOffs = new BackOffs(options.maxBackOff());
    this.capped = options.capped();
    this.overflowPickers = options.overflow();
    this.nearness = options.locality() == null ? null : newNearness(options, options.locality());
    this.queueReport =
        new QueueReport(
            options.service(),
            options.queue().maxPending(),
            scheduler,
            event -> change(() -> events.onQueue(event)));
  }

  private Nearness newNearness(Options options, Locality locality) {
    double panicThreshold = options.judgesHosts() ? options.panicThreshold() : 0;
    return new Nearness(options.service(), locality, panicThreshold, events);
  }

  private Capacity reported(Endpoint endpoint, Options options) {
    Capacity capacity = options.capacities().apply(endpoint);
    return capacity.isAdaptive()
        ? new ReportedCapacity(
            options.service(),
            endpoint,
            capacity,
            scheduler,
            event -> change(() -> events.onLimitChange(event)))
        : capacity;
  }

  private HealthChecks newChecks(Options options, Options.Checking checking) {
    return new HealthChecks(
        options.service(),
        checking.options(),
        checking.probe(),
        events,
        scheduler,
        options.random(),
        this::change,
        this::pronounced);
  }

  private long now() {
    return nanoClock.getAsLong();
  }

  /** What requests choose from; null while no host takes requests. */
  @Nullable Selection selection() {
    return selection;
  }

  /** Why no host takes requests, and what to do about it. */
  String describeAbsence() {
    return drained == 0
        ? "0 endpoints are known. Check that its pods are running and ready, and that its discovery"
            + " works"
        : "all of its %d endpoints have weight 0, so none of them gets requests. Give one a weight"
            .formatted(drained);
  }

  /** What is to be told of the requests that wait. */
  PendingRequests.Observer queueObserver() {
    return queueReport;
  }

  /**
   * Lets a request pass, unless too few hosts are healthy.
   *
   * @throws NoEndpointAvailableException if the request is shed
   */
  void admit() throws NoEndpointAvailableException {
    if (availability != null && selection != null) {
      availability.admit();
    }
  }

  /** The load balancer now has exactly these endpoints. */
  void setEndpoints(Collection<Endpoint> endpoints) {
    change(() -> update(endpoints));
  }

  /** The service has these callers. */
  void setCallers(Collection<Endpoint> callers) {
    if (nearness != null) {
      change(
          () -> {
            nearness.setCallers(callers);
            republish(now());
          });
    }
  }

  /**
   * Changes what requests choose from, then tells of it, and lets those begin that this has made
   * room for.
   */
  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      if (lock.getHoldCount() == 1) {
        // Not before: what is being changed has not taken effect.
        events.takeEffect();
      }
      lock.unlock();
    }
    if (!lock.isHeldByCurrentThread()) {
      events.deliver();
      roomMade.run();
    }
  }

  private void update(Collection<Endpoint> endpoints) {
    boolean isFirst = selection == null;
    HostRegistry.Change change = registry.update(endpoints);
    if (change.isNone()) {
      return;
    }
    long now = now();
    updating = true;
    try {
      for (Host host : change.added()) {
        if (isFirst) {
          // There is no other to take its requests, and it may have been there for long.
          host.enter(Host.State.ACTIVE);
        } else if (host.endpoint().isTerminating()) {
          // It is about to go, and most likely gets no request.
          host.enter(Host.State.ACTIVE);
        } else {
          prepare(host);
        }
        if (checks != null) {
          checks.add(host);
        }
      }
      change.removed().forEach(host -> forget(host, now));
    } finally {
      updating = false;
    }
    forgetIneligible(now);
    judge(now);
    republish(now);
    // From here on no request is picked for them.
    change.removed().forEach(Attachments::drain);
    registry.forgetDrained();
  }

  /** What a host did before it got no requests says nothing when it gets some again. */
  private void forgetIneligible(long now) {
    if (health != null) {
      Set<Host> eligible = new HashSet<>(eligible());
      registry.prepared().stream()
          .filter(host -> host.state() == Host.State.ACTIVE && !eligible.contains(host))
          .forEach(host -> health.forget(host, now));
    }
  }

  private void prepare(Host host) {
    CompletionStage<?> preparation = Attachments.prepare(host);
    preparing.put(host, preparation);
    var unused = preparation.whenComplete((nothing, failure) -> prepared(host, preparation));
  }

  private void prepared(Host host, CompletionStage<?> preparation) {
    change(
        () -> {
          if (preparing.remove(host, preparation) && host.state() == Host.State.WARMING) {
            long now = now();
            activate(host, now);
            if (!updating) {
              republish(now);
            }
          }
        });
  }

  private void activate(Host host, long now) {
    host.enter(Host.State.ACTIVE);
    if (ramps != null) {
      ramps.begin(host, now);
    }
  }

  private void forget(Host host, long now) {
    preparing.remove(host);
    backOffs.forget(host);
    if (ramps != null) {
      ramps.end(host);
    }
    if (health != null) {
      health.forget(host, now);
    }
    if (checks != null) {
      checks.remove(host);
    }
  }

  /** Health checks have found that a host is healthy, or that it is not. */
  private void pronounced(Host host) {
    if (host.state() == Host.State.WARMING) {
      return; // It takes no requests yet in any case.
    }
    long now = now();
    if (host.isHealthy()) {
      returned(host, now);
    }
    judge(now);
    republish(now);
  }

  private void returned(Host host, long now) {
    // What failed before says nothing about how the host is now.
    host.stats().forgetFailures();
    if (host.state() != Host.State.ACTIVE) {
      return; // Outlier detection decides when it is back.
    }
    if (health != null) {
      health.forget(host, now);
    }
    // In panic it has been in use all the time, beside hosts at full weight that still fail.
    if (ramps != null && availability != null && !availability.isPanic()) {
      ramps.begin(host, now);
    }
  }

  /** The scheduler's: hosts may have to be ejected, or brought back. */
  private void checkHealth() {
    change(
        () -> {
          long now = now();
          if (judge(now)) {
            republish(now);
          }
        });
  }

  /** Ejects hosts and brings them back, as is due; tells whether a host is in another state. */
  private boolean judge(long now) {
    if (health == null) {
      return false;
    }
    Ejections.Change change = health.check(eligible(), now);
    change.returned().forEach(host -> activate(host, now));
    return change.any();
  }

  private List<Host> eligible() {
    return Eligible.of(registry.prepared());
  }

  /** Lets requests choose among the hosts that are usable now, with the weights that they have. */
  private void republish(long now) {
    nextStep.cancel();
    nextBackOffEnd.cancel();
    List<Host> eligible = eligible();
    if (eligible.isEmpty()) {
      drained = registry.prepared().size();
      selection = null;
      return;
    }
    List<Host> available = availability == null ? eligible : availability.usable(eligible);
    List<Host> usable = backOffs.without(available, now);
    backOffs
        .untilNextEnd(now)
        .ifPresent(delay -> nextBackOffEnd = scheduler.schedule(delay, this::step));
    if (nearness == null) {
      selection = select(usable, host -> 1, pickers, now);
    } else {
      Map<Host, Double> near = nearness.factors(usable, eligible);
      List<Host> others = usable.stream().filter(host -> !near.containsKey(host)).toList();
      Selection overflow =
          others.isEmpty() ? null : select(others, host -> 1, overflowPickers, now);
      selection =
          select(List.copyOf(near.keySet()), host -> requireNonNull(near.get(host)), pickers, now)
              .withOverflow(overflow);
    }
    if (ramps != null && ramps.isOngoing(now)) {
      nextStep = scheduler.schedule(ramps.step(), this::step);
    }
  }

  private Selection select(
      List<Host> hosts, ToDoubleFunction<Host> factor, PickerFactory pickers, long now) {
    HostSet all =
        HostSet.of(
            hosts.toArray(Host[]::new),
            hosts.stream()
                .mapToDouble(host -> weight(host, now) * factor.applyAsDouble(host))
                .toArray());
    HostLimit limit = pickers.limit();
    if (availability != null && !availability.isPanic()) {
      limit = Health.limit(hosts, limit);
    }
    return new Selection(all, pickers.pickerFor(all, now), limit, capped);
  }

  private double weight(Host host, long now) {
    return host.endpoint().weight() * (ramps == null ? 1 : ramps.factor(host, now));
  }

  /** The scheduler's: weights rise by another step, or hosts begin or end to back off. */
  private void step() {
    change(() -> republish(now()));
  }

  /** A host asks not to be used for a while. */
  void backOff(Host host, Duration duration) {
    if (!backOffs.add(host, duration, now())) {
      return;
    }
    // At once, or what ends this request would let another begin on the host.
    lock.lock();
    try {
      republish(now());
      events.takeEffect();
    } finally {
      lock.unlock();
    }
    // What follows from that may take its time.
    var unused = scheduler.schedule(Duration.ZERO, () -> change(() -> {}));
  }

  /** What the hosts have served. */
  List<EndpointStatistics> statistics() {
    lock.lock();
    try {
      return registry.statistics();
    } finally {
      lock.unlock();
    }
  }
}
