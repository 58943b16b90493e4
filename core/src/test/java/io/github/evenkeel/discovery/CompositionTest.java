/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.BadInput;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What each decorator does that the others do not. */
class CompositionTest {
  private final VirtualTime time = new VirtualTime();
  private final ScriptedSource a = new ScriptedSource("a");
  private final ScriptedSource b = new ScriptedSource("b");
  private final Heard heard = new Heard();

  private static boolean isEven(Endpoint endpoint) {
    return endpoint.address().getAddress().getAddress()[3] % 2 == 0;
  }

  // filter and map

  @Test
  void filterLeavesOutWhatThePredicateRefuses() {
    a.filter(CompositionTest::isEven).subscribe(heard);

    a.tell(1, 2, 3, 4);
    a.tell(1, 2, 5, 4);
    a.tell(1);

    heard.expect("[2 4]", "[]");
  }

  @Test
  void mapReplacesEachEndpoint() {
    List<Endpoint> got = new ArrayList<>();
    a.map(each -> Endpoint.builder(each.address().getAddress().getHostAddress(), 8443).build())
        .subscribe(listener(got));

    a.tell(1, 2);

    assertEquals(List.of(Endpoint.of("10.0.0.1:8443"), Endpoint.of("10.0.0.2:8443")), got);
  }

  @Test
  void ofEndpointsMappedToOneTheFirstCounts() {
    a.map(each -> Endpoint.of("10.0.0.9:80")).subscribe(heard);

    a.tell(1, 2);

    heard.expect("[9]");
  }

  private static EndpointListener listener(List<Endpoint> got) {
    return new EndpointListener() {
      @Override
      public void onEndpoints(List<Endpoint> endpoints) {
        got.addAll(endpoints);
      }

      @Override
      public void onError(DiscoveryException problem) {
        throw new AssertionError(problem);
      }
    };
  }

  /** What the function cannot judge freezes nothing else (trap 46). */
  @Test
  void anEndpointOnWhichTheFunctionFailsStaysAsItWasAndTheOthersAreFollowed() {
    int[] bad = {0};
    a.filter(
            each -> {
              if (each.address().getAddress().getAddress()[3] == bad[0]) {
                throw new IllegalStateException("no label");
              }
              return true;
            })
        .subscribe(heard);
    a.tell(1, 2);
    heard.expect("[1 2]");

    bad[0] = 2;
    a.tell(1, 2, 3);

    assertEquals("[1 2 3]", heard.events().get(0));
    assertTrue(
        heard.events().get(1).contains("a.filter failed for endpoint 10.0.0.2:80"),
        heard.events().toString());
    assertTrue(heard.events().get(1).contains("no label"), heard.events().toString());
    assertEquals(2, heard.events().size());
    heard.events().clear();

    bad[0] = 4;
    a.tell(1, 3, 4);
    assertEquals("[1 3]", heard.events().get(0));
    heard.events().clear();

    bad[0] = 0;
    a.tell(1, 3, 4, 5);
    heard.expect("[1 3 4 5]", "recovered");
  }

  /** A failure does not wipe the endpoints (trap 29). */
  @Test
  void aFunctionThatAlwaysFailsKeepsTheLastList() {
    boolean[] broken = {false};
    a.map(each -> broken[0] ? Endpoint.of("not an address") : each).subscribe(heard);
    a.tell(1, 2);
    heard.expect("[1 2]");

    broken[0] = true;
    a.tell(3, 4);

    assertEquals(1, heard.events().size());
    assertTrue(heard.events().get(0).startsWith("error: The function of a.map failed"));
  }

  @Test
  @SuppressWarnings("NullAway") // Null is what it is about.
  void mapRefusesANullResult() {
    a.map(each -> (Endpoint) null).subscribe(heard);

    a.tell(1);

    assertTrue(heard.events().get(0).contains("its result must be an Endpoint, but was null"));
  }

  // orElse

  @Test
  void orElseUsesTheOtherWhileTheFirstHasNone() {
    a.orElse(b).subscribe(heard);

    b.tell(9);
    heard.expect();
    a.tell(1);
    heard.expect("[1]");
    a.tell();
    heard.expect("[9]");
    b.tell(8);
    heard.expect("[8]");
    a.tell(2);
    heard.expect("[2]");
    b.tell(7);
    heard.expect();
  }

  @Test
  void orElseUsesTheOtherIfTheFirstCannotTell() {
    a.orElse(b).subscribe(heard);
    b.tell(9);

    a.tellError("a is away");
    heard.expect("[9]", "error: a is away");
    a.tell(1);
    heard.expect("[1]", "recovered");
    a.tellError("a is away");
    heard.expect("error: a is away");
  }

  @Test
  void orElseIsSilentOfAnOtherThatIsNotNeeded() {
    a.orElse(b).subscribe(heard);
    a.tell(1);
    b.tellError("b is away");
    heard.expect("[1]");

    a.tell();
    heard.expect("error: b is away");
    b.tell(9);
    heard.expect("[9]", "recovered");
  }

  /** An empty list means that there are truly none, so both must say so. */
  @Test
  void orElseIsEmptyOnlyIfBothAre() {
    a.orElse(b).subscribe(heard);
    a.tell(1);
    a.tell();
    heard.expect("[1]");

    b.tell();

    heard.expect("[]");
  }

  // merge

  /** The first list is complete (trap 26), and the last does not replace the other (trap 37). */
  @Test
  void mergeIsTheUnionAndWaitsForBoth() {
    a.merge(b).subscribe(heard);

    a.tell(1);
    heard.expect();
    b.tell(9);
    heard.expect("[1 9]");
    a.tell(1, 2);
    heard.expect("[1 2 9]");
    b.tell();
    heard.expect("[1 2]");
    a.tell();
    heard.expect("[]");
  }

  @Test
  void mergeGoesOnWithOneWhileTheOtherCannotTell() {
    a.merge(b).subscribe(heard);
    a.tell(1);

    b.tellError("b is away");
    heard.expect("[1]", "error: b is away");
    a.tell(2);
    heard.expect("[2]");
    b.tell(9);
    heard.expect("[2 9]", "recovered");
  }

  @Test
  void mergeRecoversWhenBothHave() {
    a.merge(b).subscribe(heard);
    a.tell(1);
    b.tell(9);
    heard.expect("[1 9]");

    a.tellError("a is away");
    b.tellError("b is away");
    a.tellRecovery();
    heard.expect("error: a is away", "error: b is away");
    b.tellRecovery();
    heard.expect("recovered");
  }

  @Test
  void mergeTakesTheFirstOfTwoWithOneIdentity() {
    List<Endpoint> got = new ArrayList<>();
    Endpoint heavy = Endpoint.builder("10.0.0.1:80").weight(5).build();
    a.merge(b).subscribe(listener(got));

    b.tell(1);
    a.tell(List.of(heavy));

    assertEquals(List.of(heavy), got);
  }

  @Test
  void aPairClosesBoth() {
    a.orElse(b).close();
    assertEquals(List.of(1, 1), List.of(a.stops, b.stops));
  }

  @Test
  void ifTheOtherCannotBeSubscribedToTheFirstIsClosed() {
    b.subscribe(new Heard());

    assertThrows(IllegalStateException.class, () -> a.merge(b).subscribe(heard));

    assertEquals(1, a.stops);
  }

  // keepLast

  /** An empty answer does not wipe the endpoints (trap 29). */
  @Test
  void keepLastBelievesAnEmptyListAfterTheGrace() {
    a.keepLast(Duration.ofSeconds(30), time).subscribe(heard);
    a.tell(1);
    heard.expect("[1]");

    a.tell();
    time.advance(Duration.ofSeconds(29));
    heard.expect();
    time.advance(Duration.ofSeconds(1));
    heard.expect("[]");
    a.tell();
    time.advance(Duration.ofMinutes(5));
    heard.expect();
  }

  @Test
  void keepLastForgetsAnEmptyListThatWasFollowedByEndpoints() {
    a.keepLast(Duration.ofSeconds(30), time).subscribe(heard);
    a.tell(1);
    a.tell();
    time.advance(Duration.ofSeconds(20));
    a.tell(2);
    a.tell();

    time.advance(Duration.ofSeconds(20));
    heard.expect("[1]", "[2]");
    time.advance(Duration.ofSeconds(10));
    heard.expect("[]");
  }

  @Test
  void keepLastHasNothingToKeepAtFirst() {
    a.keepLast(Duration.ofSeconds(30), time).subscribe(heard);

    a.tell();

    heard.expect("[]");
  }

  @Test
  void keepLastPassesErrorsOnDuringTheGrace() {
    a.keepLast(Duration.ofSeconds(30), time).subscribe(heard);
    a.tell(1);
    a.tell();

    a.tellError("away");
    time.advance(Duration.ofSeconds(30));
    a.tell();

    heard.expect("[1]", "error: away", "[]", "recovered");
  }

  @Test
  void keepLastLeavesNoTaskBehind() {
    EndpointSource source = a.keepLast(Duration.ofSeconds(30), time);
    source.subscribe(heard);
    a.tell(1);
    a.tell();
    assertEquals(1, time.scheduled());

    source.close();

    assertEquals(0, time.scheduled());
  }

  @Test
  void keepLastRefusesBadTimes() {
    for (Duration bad :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(1).plusNanos(1))) {
      BadInput.assertRefused(() -> a.keepLast(bad), "grace of a.keepLast must be", "1 d");
    }
  }

  // shared

  @Test
  void sharedWatchesOnceAndTellsLateSubscribersTheCurrentList() {
    Supplier<EndpointSource> shared = a.shared();
    Heard late = new Heard();
    shared.get().subscribe(heard);
    a.tell(1);
    a.tellError("away");

    shared.get().subscribe(late);

    late.expect("[1]", "error: away");
    a.tell(2);
    late.expect("[2]", "recovered");
    heard.expect("[1]", "error: away", "[2]", "recovered");
    assertEquals(1, a.starts);
  }

  @Test
  void sharedIsClosedWithTheLast() {
    Supplier<EndpointSource> shared = a.shared();
    EndpointSource first = shared.get();
    EndpointSource second = shared.get();
    first.subscribe(heard);

    first.close();
    first.close();
    assertEquals(0, a.stops);
    second.subscribe(new Heard());
    a.tell(1);
    heard.expect();
    second.close();

    assertEquals(1, a.stops);
    String message =
        String.valueOf(assertThrows(IllegalStateException.class, shared::get).getMessage());
    assertTrue(message.contains("a.shared is closed"), message);
  }

  @Test
  void aSubscriberThatThrowsDoesNotKeepTheOthersFromHearing() {
    Supplier<EndpointSource> shared = a.shared();
    Heard other = new Heard();
    shared
        .get()
        .subscribe(
            new Heard()
                .reactingBy(
                    () -> {
                      throw new IllegalStateException("broken");
                    }));
    shared.get().subscribe(other);

    a.tell(1);

    other.expect("[1]");
  }

  @Test
  void namesTellWhatASourceIsMadeOf() {
    assertEquals(
        "a.filter.orElse(b).keepLast.shared",
        a.filter(each -> true).orElse(b).keepLast(Duration.ofDays(1)).shared().get().toString());
  }

  @Test
  void publishingBeforeSomebodySubscribesIsRefused() {
    String message =
        String.valueOf(assertThrows(IllegalStateException.class, () -> a.tell(1)).getMessage());
    assertTrue(message.contains("no subscriber yet"), message);
  }

  /** A message that differs each time would be a line in the log for each attempt. */
  @Test
  void aProblemThatChangesEachTimeIsToldTenTimesAtMost() {
    a.subscribe(heard);

    for (int i = 0; i < 1000; i++) {
      a.tellError("port " + i);
    }

    assertEquals(10, heard.events().size());
    assertFalse(heard.events().contains("recovered"));
  }
}
