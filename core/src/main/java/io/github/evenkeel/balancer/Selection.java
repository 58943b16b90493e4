/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.EndpointSubset;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.limit.HostLimit;
import io.github.evenkeel.internal.pick.HostPicker;
import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What requests choose from, until hosts or weights change: candidates, picker and limits. The one
 * place that knows which hosts a request may not use. Immutable.
 *
 * <p>There are two limits. A request is never above the capacity of its host: rather, it does not
 * begin. The limit that is part of an algorithm, such as bounded loads, yields if all hosts are
 * above it. A host that is half-open has one, too, which does not yield: others take its requests.
 *
 * @param all the hosts that take requests
 * @param picker chooses among them, or among those that remain for a request
 * @param limit how many requests the algorithm wants each to have in flight at most
 * @param capped whether hosts have a capacity
 * @param overflow what requests choose from that have tried all hosts, or find no room on any; null
 *     if there is nothing else
 * @param members the hosts that are in a subset
 */
record Selection(
    HostSet all,
    HostPicker picker,
    HostLimit limit,
    boolean capped,
    @Nullable Selection overflow,
    Members members) {
  /** How often to pick again when other threads have filled the host that was picked. */
  private static final int MOST_PICKS = 8;

  Selection(HostSet all, HostPicker picker, HostLimit limit, boolean capped) {
    this(all, picker, limit, capped, null, new Members(all));
  }

  Selection withOverflow(@Nullable Selection overflow) {
    return new Selection(all, picker, limit, capped, overflow, members);
  }

  /**
   * Picks a host for a request and begins the request on it.
   *
   * @param waitsForHome whether a request with an affinity key begins nowhere while the host that
   *     is picked is at its capacity
   * @return null if all hosts that the request may use are at their capacity
   */
  @Nullable Host begin(RequestContext request, boolean waitsForHome, long now) {
    if (overflow == null) {
      return beginHere(request, waitsForHome, now);
    }
    if (meantFor(request) == null
        || (untried(request) == null && overflow.untried(request) != null)) {
      return overflow.beginHere(request, waitsForHome, now);
    }
    Host host = beginHere(request, waitsForHome, now);
    boolean waits = waitsForHome && request.affinityKey().isPresent();
    return host != null || waits || overflow.meantFor(request) == null
        ? host
        : overflow.beginHere(request, waitsForHome, now);
  }

  private @Nullable Host beginHere(RequestContext request, boolean waitsForHome, long now) {
    HostSet untried = untriedBy(request);
    HostSet candidates = untried;
    HostLimit most = capped ? this::lowerLimit : limit;
    for (int i = 0; i < MOST_PICKS; i++) {
      int index = picker.pick(candidates, request, now);
      Host host = candidates.host(index);
      if (host.tryBegin(most.of(all, candidates.origin(index)), now)) {
        return host;
      }
      if (waitsForHome && request.affinityKey().isPresent() && isFull(host)) {
        return null;
      }
      candidates = withRoom(untried, every(request), most);
      if (candidates == null) {
        return null;
      }
    }
    return beginAnyway(candidates, request, now);
  }

  /**
   * Others were faster each time. The algorithm's limit yields rather than let the request wait for
   * them; the capacity does not.
   */
  private @Nullable Host beginAnyway(HostSet candidates, RequestContext request, long now) {
    Host host = candidates.host(picker.pick(candidates, request, now));
    if (!capped) {
      // It may be half-open, and have got its one request meanwhile. One more does no harm.
      host.begin(now);
      return host;
    }
    return host.tryBegin(host.capacity().limit(), now) ? host : null;
  }

  /** Whether a host of a subset takes requests. */
  boolean hasAny(EndpointSubset subset) {
    return members.of(subset) != null || (overflow != null && overflow.hasAny(subset));
  }

  /** Whether a host takes requests that the request may use and has not tried. */
  boolean hasUntried(RequestContext request) {
    return untried(request) != null || (overflow != null && overflow.hasUntried(request));
  }

  /** How many hosts take requests. */
  int size() {
    return all.size() + (overflow == null ? 0 : overflow.size());
  }

  /** Those that the request is meant for; null if there are none. */
  private @Nullable HostSet meantFor(RequestContext request) {
    return request.subset().isEmpty() ? all : members.of(request.subset().get());
  }

  /** Those that the request is meant for, or all if there are none. */
  private HostSet every(RequestContext request) {
    HostSet every = meantFor(request);
    return every == null ? all : every;
  }

  /** Those that the request is meant for and has not tried; null if there are none. */
  private @Nullable HostSet untried(RequestContext request) {
    HostSet hosts = meantFor(request);
    return hosts == null || request.tried().isEmpty()
        ? hosts
        : hosts.where(i -> !request.tried().contains(hosts.host(i).id()));
  }

  /** Those that the request is meant for and has not tried, or all of them if it has tried all. */
  private HostSet untriedBy(RequestContext request) {
    HostSet untried = untried(request);
    return untried == null ? every(request) : untried;
  }

  /**
   * Those that are within both limits: of {@code preferred} or, if an algorithm or a host that is
   * half-open is what limits them, of {@code every}. If there are none, those of {@code preferred}
   * that are below their capacity, or any rather than none if there are no capacities.
   */
  private @Nullable HostSet withRoom(HostSet preferred, HostSet every, HostLimit most) {
    HostSet some = whereRoom(preferred, most);
    if (some == null && limit != HostLimit.NONE) {
      some = whereRoom(every, most);
    }
    if (some == null) {
      some = whereRoom(preferred, this::mostInFlight);
    }
    if (some == null && !capped) {
      some = whereRoom(every, this::mostInFlight);
    }
    return some == null && !capped ? every : some;
  }

  private @Nullable HostSet whereRoom(HostSet hosts, HostLimit most) {
    return hosts.where(i -> hosts.inFlight(i) < most.of(all, hosts.origin(i)));
  }

  private int lowerLimit(HostSet hosts, int index) {
    return Math.min(limit.of(hosts, index), capacity(hosts, index));
  }

  private int capacity(HostSet hosts, int index) {
    return capped ? hosts.host(index).capacity().limit() : Integer.MAX_VALUE;
  }

  /** What never yields, unlike the limit of the algorithm. */
  private int mostInFlight(HostSet hosts, int index) {
    return Math.min(capacity(hosts, index), hosts.host(index).maxInFlight());
  }

  private static boolean isFull(Host host) {
    return host.stats().inFlight() >= host.capacity().limit();
  }

  /** The host that a request would have if there were no limits. */
  Host home(RequestContext request, long now) {
    HostSet untried = untriedBy(request);
    return untried.host(picker.pick(untried, request, now));
  }

  /** How many hosts a request may use, and their limits, for messages. */
  String describeLimits(RequestContext request) {
    HostSet hosts = untriedBy(request);
    IntSummaryStatistics limits =
        IntStream.range(0, hosts.size())
            .map(i -> capacity(all, hosts.origin(i)))
            .summaryStatistics();
    String range =
        limits.getMin() == limits.getMax()
            ? "" + limits.getMin()
            : limits.getMin() + " to " + limits.getMax();
    String which =
        request.tried().isEmpty() && request.subset().isEmpty() ? "" : " that it may use";
    return hosts.size() == 1
        ? "the one endpoint" + which + " is at its limit of " + range
        : "all "
            + hosts.size()
            + " endpoints"
            + which
            + " are at their limits of "
            + range
            + " each";
  }
}
