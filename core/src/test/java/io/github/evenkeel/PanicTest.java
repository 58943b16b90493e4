/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static io.github.evenkeel.Outcome.CANCELED;
import static io.github.evenkeel.Outcome.SERVER_ERROR;
import static io.github.evenkeel.Outcome.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What happens when few endpoints are healthy. */
class PanicTest {
  private static final Duration BASE = Duration.ofSeconds(30);
  private static final int HOSTS = 10;

  private static OutlierScene scene(double panicThreshold) {
    return new OutlierScene(
            OutlierDetection.builder().maxEjectionPercent(100).panicThreshold(panicThreshold))
        .with(HOSTS);
  }

  private static void fail(OutlierScene scene, int from, int to) {
    for (int host = from; host < to; host++) {
      scene.report(host, 5, SERVER_ERROR);
    }
  }

  private static Set<Integer> hosts(int from, int to) {
    return IntStream.range(from, to).boxed().collect(Collectors.toSet());
  }

  @Test
  void withFewerHealthyHostsThanTheThresholdAllAreUsed() {
    OutlierScene scene = scene(50);
    fail(scene, 0, 5);
    assertEquals(hosts(5, HOSTS), scene.used());
    scene.events();

    fail(scene, 5, 6);

    assertEquals(
        List.of("eject 5 for 30 s: CONSECUTIVE_5XX 5/5", "panic on: 4 of 10 healthy"),
        scene.events());
    assertEquals(hosts(0, HOSTS), scene.used());
    assertEquals(hosts(0, 6), scene.ejected());
  }

  @Test
  void panicIsOverWhenEnoughAreBack() {
    OutlierScene scene = scene(50);
    fail(scene, 0, 9);
    scene.pass(BASE);
    scene.events();
    for (int host = 0; host < 4; host++) {
      scene.report(host, 3, SUCCESS);
    }
    assertEquals(
        List.of("return 0", "return 1", "return 2", "return 3", "panic off: 5 of 10 healthy"),
        scene.events());
  }

  /** It has nothing left to prove: it gets requests anyway. */
  @Test
  void inPanicAHostThatIsHalfOpenGetsAsManyRequestsAsTheOthers() {
    OutlierScene scene = scene(50);
    fail(scene, 0, 9);
    scene.pass(BASE);
    for (int i = 0; i < 50; i++) {
      Lease unused = scene.scene.begin();
    }
    for (int host = 0; host < HOSTS; host++) {
      assertEquals(5, scene.scene.statistics(Scene.endpoint(host)).inFlight());
    }
  }

  /** All fail; then one after the other works again. */
  @Test
  void afterATotalOutageTheFirstThatIsBackDoesNotGetEverything() { // trap 39
    OutlierScene scene = scene(50);
    for (int host = 0; host < HOSTS; host++) {
      scene.responds(host, SERVER_ERROR);
    }
    scene.send(1_000);
    assertEquals(9, scene.ejected().size());
    scene.responds(3, SUCCESS);
    for (int second = 0; second < 120; second++) {
      Map<Integer, Integer> counts = scene.send(100);
      assertEquals(10, counts.getOrDefault(3, 0), counts.toString());
      scene.pass(Duration.ofSeconds(1));
    }
  }

  /** Without panic, no host ever gets more than twice its share of the load, as half can bear. */
  @Test
  void withoutPanicRequestsAreAdmittedInProportionToTheHealthyHosts() { // trap 39
    OutlierScene scene = scene(0);
    fail(scene, 0, 5);
    assertEquals(10_000, admitted(scene, 10_000));
    scene.events();
    fail(scene, 5, 6);
    assertEquals(
        List.of("eject 5 for 30 s: CONSECUTIVE_5XX 5/5", "admit 80 %: 4 of 10 healthy"),
        scene.events());
    assertEquals(8_000, admitted(scene, 10_000), 150);
    failAdmitted(scene, 6, 9);
    assertEquals(2_000, admitted(scene, 10_000), 150);
    assertEquals("admit 20 %: 1 of 10 healthy", scene.events().get(5));
  }

  /** Half-open hosts prove themselves with the requests that are admitted. */
  @Test
  void withoutPanicAllAreAdmittedAgainWhenHalfAreBack() { // trap 39
    OutlierScene scene = scene(0);
    failAdmitted(scene, 0, 9);
    scene.responds(9, SERVER_ERROR);
    scene.pass(BASE);
    Map<Integer, Integer> counts = new TreeMap<>();
    int offered = 0;
    int served = 0;
    for (int i = 0; i < 2_000; i++) {
      offered++;
      Lease lease = scene.beginIfAdmitted(RequestContext.empty());
      scene.pass(Duration.ofMillis(10));
      if (lease != null) {
        served++;
        counts.merge(OutlierScene.number(lease.endpoint()), 1, Integer::sum);
        scene.end(lease, SUCCESS);
      }
    }
    assertTrue(served < offered && served > 1_700, served + " of " + offered);
    assertEquals(hosts(0, HOSTS), counts.keySet());
    for (int host = 0; host < 9; host++) {
      assertTrue(counts.getOrDefault(host, 0) < 2 * offered / HOSTS, counts.toString());
    }
    List<String> events = scene.events();
    assertTrue(events.contains("admit 100 %: 5 of 10 healthy"), events.toString());
  }

  /** Not all requests are admitted, so it takes some more to reach a host. */
  private static void failAdmitted(OutlierScene scene, int from, int to) {
    for (int host = from; host < to; host++) {
      for (int failures = 0; failures < 5; ) {
        Lease lease = scene.beginIfAdmitted(RequestContext.empty());
        if (lease != null) {
          boolean isIt = lease.endpoint().equals(Scene.endpoint(host));
          failures += isIt ? 1 : 0;
          scene.end(lease, isIt ? SERVER_ERROR : CANCELED);
        }
      }
    }
  }

  private static int admitted(OutlierScene scene, int requests) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      Lease lease = scene.beginIfAdmitted(RequestContext.empty());
      if (lease != null) {
        scene.end(lease, CANCELED);
        admitted++;
      }
    }
    return admitted;
  }

  @Test
  void theErrorSaysWhyAndWhatToDo() {
    OutlierScene scene = scene(0);
    failAdmitted(scene, 0, 9);
    NoEndpointAvailableException e =
        assertThrows(
            NoEndpointAvailableException.class,
            () -> {
              for (int i = 0; i < 1_000; i++) {
                scene.scene.balancer.beginRequest(RequestContext.empty());
              }
            });
    assertEquals(
        "No endpoint available for service orders: most of its endpoints are ejected because their"
            + " requests failed, or fail their health checks, and requests are admitted in"
            + " proportion to those that are healthy. Look into the endpoints; with a"
            + " panicThreshold above 0, outlier detection would use all of them now",
        e.getMessage());
    assertEquals(0, scene.ejected().stream().filter(host -> host == 9).count());
  }

  @Test
  void withTheDefaultsPanicIsNeverReached() {
    OutlierScene scene = new OutlierScene(OutlierDetection.builder()).with(3);
    for (int host = 0; host < 3; host++) {
      scene.responds(host, SERVER_ERROR);
    }
    scene.send(1_000);
    assertEquals(1, scene.ejected().size());
    assertEquals(2, scene.used().size());
    assertTrue(scene.events().stream().noneMatch(event -> event.startsWith("panic")));
  }

  /** The few light hosts that are left cannot take the load of the heavy ones. */
  @Test
  void withoutPanicRequestsAreAdmittedByWeight() {
    OutlierScene scene =
        new OutlierScene(OutlierDetection.builder().maxEjectionPercent(50).panicThreshold(0));
    scene.scene.balancer.setEndpoints(Scene.weightedEndpoints(99, 99, 1, 1));
    for (int i = 0; i < 40; i++) {
      Lease lease = scene.beginIfAdmitted(RequestContext.empty());
      if (lease != null) {
        scene.end(lease, OutlierScene.number(lease.endpoint()) < 2 ? SERVER_ERROR : SUCCESS);
      }
    }
    assertEquals(hosts(0, 2), scene.ejected());

    int admitted = 0;
    for (int i = 0; i < 1_000; i++) {
      Lease lease = scene.beginIfAdmitted(RequestContext.empty());
      if (lease != null) {
        admitted++;
        scene.end(lease, SUCCESS);
      }
    }
    assertEquals(20, admitted, 15);
  }
}
