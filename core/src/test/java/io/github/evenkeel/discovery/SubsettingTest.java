/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.BadInput;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Scene;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SubsettingTest {

  /** The last list of a client of a service. */
  private static final class Client implements EndpointListener {
    private final ScriptedSource source = new ScriptedSource();
    private Set<Endpoint> endpoints = Set.of();

    Client(int size, String name) {
      source.subsetting(size, name).subscribe(this);
    }

    @Override
    public void onEndpoints(List<Endpoint> list) {
      endpoints = Set.copyOf(list);
    }

    @Override
    public void onError(DiscoveryException problem) {
      throw new AssertionError(problem);
    }

    Set<Endpoint> of(List<Endpoint> all) {
      source.tell(all);
      return endpoints;
    }
  }

  private static Set<Endpoint> without(Set<Endpoint> some, Set<Endpoint> others) {
    Set<Endpoint> rest = new HashSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  @Test
  void aClientKeepsSoMany() {
    Set<Endpoint> some = new Client(20, "a").of(Scene.endpoints(500));

    assertEquals(20, some.size());
    assertEquals(some, new Client(20, "a").of(Scene.endpoints(500)), "the same when it restarts");
    assertTrue(without(some, new Client(20, "b").of(Scene.endpoints(500))).size() > 10);
  }

  @Test
  void withFewerThan100EndpointsAllAreUsed() {
    Client client = new Client(20, "a");
    assertEquals(99, client.of(Scene.endpoints(99)).size());
    assertEquals(20, client.of(Scene.endpoints(100)).size());
  }

  @Test
  void oneThatIsRemovedIsReplacedAndNoOtherMoves() {
    Client client = new Client(20, "a");
    List<Endpoint> all = new ArrayList<>(Scene.endpoints(300));
    Set<Endpoint> before = client.of(all);
    for (Endpoint gone : before) {
      List<Endpoint> rest = new ArrayList<>(all);
      rest.remove(gone);
      Set<Endpoint> after = client.of(rest);
      assertEquals(Set.of(gone), without(before, after));
      assertEquals(1, without(after, before).size());
    }
  }

  @Test
  void aChangeElsewhereMovesNothing() {
    Client client = new Client(20, "a");
    List<Endpoint> all = new ArrayList<>(Scene.endpoints(300));
    Set<Endpoint> before = client.of(all);
    all.removeIf(endpoint -> !before.contains(endpoint) && endpoint.hashCode() % 3 == 0);

    assertEquals(before, client.of(all));
  }

  /** Their places are taken by others, and they stay as a last resort. */
  @Test
  void endpointsThatTakeNoRequestsTakeNoPlace() {
    Client client = new Client(20, "a");
    List<Endpoint> all = new ArrayList<>(Scene.endpoints(200));
    Set<Endpoint> before = client.of(all);
    Endpoint one = before.iterator().next();
    Endpoint terminating = Endpoint.builder(one.toString()).terminating(true).build();
    all.set(all.indexOf(one), terminating);

    Set<Endpoint> after = client.of(all);

    assertEquals(21, after.size());
    assertTrue(after.contains(terminating));
  }

  /** 100 clients of 100 endpoints, 20 each: from 0.55 to 1.55 of the mean, within chance. */
  @Test
  void clientsSpreadOverTheEndpoints() {
    Map<String, Integer> clients = new TreeMap<>();
    List<Endpoint> all = Scene.endpoints(100);
    for (int i = 0; i < 100; i++) {
      for (Endpoint endpoint : new Client(20, "client-" + i).of(all)) {
        clients.merge(endpoint.toString(), 1, Integer::sum);
      }
    }
    IntSummaryStatistics each =
        clients.values().stream().mapToInt(Integer::intValue).summaryStatistics();
    assertEquals(100, clients.size());
    assertTrue(each.getMin() >= 9 && each.getMax() <= 32, each::toString);
  }

  @Test
  void refusesASubsetThatIsTooSmall() {
    BadInput.assertRefused(
        () -> new ScriptedSource().subsetting(9, "a"),
        "size of scripted.subsetting",
        "at least 10",
        "was 9");
  }
}
