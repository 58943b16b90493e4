/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.evenkeel.Hosts;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.Scene;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.limit.HostLimit;
import io.github.evenkeel.internal.pick.HostPicker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final long NOW = 5;
  private static final HostLimit ONE = (all, index) -> 1;

  private final HostSet all = Hosts.of(Scene.endpoints(3));
  private final List<HostSet> candidates = new ArrayList<>();

  /** Picks the first, and remembers of whom. */
  private int first(HostSet hosts, RequestContext request, long now) {
    assertEquals(NOW, now);
    candidates.add(hosts);
    return 0;
  }

  private Host begin(HostLimit limit, RequestContext request) {
    return requireNonNull(new Selection(all, this::first, limit, false).begin(request, false, NOW));
  }

  private static RequestContext tried(int... endpoints) {
    RequestContext request = RequestContext.empty();
    for (int i : endpoints) {
      request = request.withTried(Scene.endpoint(i));
    }
    return request;
  }

  private static List<Host> hosts(HostSet set) {
    return IntStream.range(0, set.size()).mapToObj(set::host).toList();
  }

  private List<Integer> inFlight() {
    return IntStream.range(0, all.size()).mapToObj(all::inFlight).toList();
  }

  @Test
  void aRequestThatMayUseAllChoosesAmongAll() {
    assertSame(all.host(0), begin(HostLimit.NONE, RequestContext.empty()));

    assertEquals(List.of(1, 0, 0), inFlight());
    assertEquals(1, candidates.size());
    assertSame(all, candidates.get(0));
  }

  @Test
  void whatWasTriedIsNoCandidate() { // trap 16
    assertSame(all.host(1), begin(HostLimit.NONE, tried(0)));

    assertEquals(List.of(all.host(1), all.host(2)), hosts(candidates.get(0)));
  }

  @Test
  void aRequestThatHasTriedAllMayUseAll() {
    begin(HostLimit.NONE, tried(0, 1, 2));

    assertSame(all, candidates.get(0));
  }

  @Test
  void aRequestThatHasTriedWhatIsGoneMayUseAll() {
    begin(HostLimit.NONE, tried(7));

    assertSame(all, candidates.get(0));
  }

  @Test
  void whatIsFullIsNoCandidateOfTheNextPick() {
    all.host(0).begin(NOW);

    assertSame(all.host(1), begin(ONE, RequestContext.empty()));
    assertEquals(List.of(1, 1, 0), inFlight());
    assertEquals(List.of(all.host(1), all.host(2)), hosts(candidates.get(1)));
  }

  @Test
  void theLimitIsThatOfTheHostThatWasPicked() {
    begin(
        (hosts, index) -> {
          assertSame(all, hosts);
          return index == 1 ? 1 : 0;
        },
        tried(0));

    assertEquals(List.of(0, 1, 0), inFlight());
    assertEquals(1, candidates.size(), "picks");
  }

  @Test
  void aRetryGoesWhereItHasBeenOnlyIfAllOthersAreFull() { // trap 16
    all.host(1).begin(NOW);
    assertSame(all.host(2), begin(ONE, tried(0)));
    assertSame(all.host(0), begin(ONE, tried(0)));
  }

  /** A picker whose picks others fill before the request begins, as often as they are faster. */
  private static HostPicker overtaken(int times, List<Host> picked) {
    return (hosts, request, now) -> {
      Host host = hosts.host(0);
      if (picked.size() < times) {
        host.begin(now);
      }
      picked.add(host);
      return 0;
    };
  }

  @Test
  void aRequestThatOthersOvertakePicksAgain() {
    List<Host> picked = new ArrayList<>();
    Host host =
        new Selection(all, overtaken(2, picked), ONE, false)
            .begin(RequestContext.empty(), false, NOW);

    assertSame(all.host(2), host);
    assertEquals(List.of(1, 1, 1), inFlight());
    assertEquals(List.of(all.host(0), all.host(1), all.host(2)), picked);
  }

  /** What holds: the request begins, counts once, and has picked a bounded number of times. */
  @Test
  void ifAllAreFullTheLimitYieldsAfterAFewPicks() { // trap 14
    List<Host> picked = new ArrayList<>();
    Host host =
        new Selection(all, overtaken(3, picked), ONE, false)
            .begin(RequestContext.empty(), false, NOW);

    assertSame(picked.get(picked.size() - 1), host);
    assertEquals(List.of(2, 1, 1), inFlight());
    assertEquals(9, picked.size(), "eight that are refused, and the one that counts");
  }

  @Test
  void roomThatComesAtTheLastMomentIsUsed() {
    List<Host> picked = new ArrayList<>();
    HostLimit limit = (hosts, index) -> picked.size() < 8 ? 0 : 1;
    new Selection(all, overtaken(0, picked), limit, false)
        .begin(RequestContext.empty(), false, NOW);

    assertEquals(8, picked.size());
    assertEquals(List.of(1, 0, 0), inFlight());
  }
}
