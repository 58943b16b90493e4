/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.BadInput;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every source promises, by itself and behind each decorator. */
class SourceContractTest {

  /** Ways to make a source of another that should tell the same. */
  enum Way {
    ITSELF(source -> source),
    FILTER(source -> source.filter(endpoint -> true)),
    MAP(source -> source.map(endpoint -> endpoint)),
    OR_ELSE(source -> source.orElse(heardButEmpty())),
    ELSE(source -> heardButEmpty().orElse(source)),
    MERGE(source -> source.merge(heardButEmpty())),
    MERGED(source -> heardButEmpty().merge(source)),
    SHARED(source -> source.shared().get()),
    SUBSETTING(source -> source.subsetting(10, "a")),
    KEEP_LAST(source -> source.keepLast(Duration.ofMinutes(1), new VirtualTime())),
    ALL(
        source ->
            source
                .filter(endpoint -> true)
                .map(endpoint -> endpoint)
                .orElse(heardButEmpty())
                .merge(heardButEmpty())
                .keepLast(Duration.ofMinutes(1), new VirtualTime())
                .shared()
                .get());

    @SuppressWarnings("ImmutableEnumChecker") // The functions keep nothing.
    private final UnaryOperator<EndpointSource> way;

    Way(UnaryOperator<EndpointSource> way) {
      this.way = way;
    }

    private static ScriptedSource heardButEmpty() {
      ScriptedSource empty = new ScriptedSource("empty");
      return empty.whenStarted(empty::tell);
    }
  }

  private final ScriptedSource upstream = new ScriptedSource();
  private final Heard heard = new Heard();

  private EndpointSource subscribed(Way way) {
    EndpointSource source = way.way.apply(upstream);
    source.subscribe(heard);
    return source;
  }

  @ParameterizedTest
  @EnumSource
  void handsOverWholeListsAndOnlyChangedOnes(Way way) {
    subscribed(way);
    heard.expect();

    upstream.tell(1, 2);
    heard.expect("[1 2]");
    upstream.tell(2, 1);
    upstream.tell(1, 2, 2);
    heard.expect();
    upstream.tell(1, 2, 3);
    heard.expect("[1 2 3]");
    upstream.tell(3);
    heard.expect("[3]");
  }

  @ParameterizedTest
  @EnumSource
  void aChangedPropertyIsAChange(Way way) {
    subscribed(way);
    upstream.tell(1);

    upstream.tell(List.of(Endpoint.builder("10.0.0.1", 80).weight(2).build()));

    heard.expect("[1]", "[1]");
  }

  @ParameterizedTest
  @EnumSource
  void tellsEachProblemOnceInAnOutageAndTheEndOfTheOutage(Way way) {
    subscribed(way);
    upstream.tell(1);
    heard.expect("[1]");

    upstream.tellError("away");
    upstream.tellError("denied");
    upstream.tellError("away");
    heard.expect("error: away", "error: denied");
    upstream.tell(1);
    upstream.tellRecovery();
    heard.expect("recovered");
    upstream.tellError("away");
    upstream.tell(1, 2);
    heard.expect("error: away", "[1 2]", "recovered");
  }

  @ParameterizedTest
  @EnumSource
  void aProblemBeforeTheFirstListIsTold(Way way) {
    subscribed(way);

    upstream.tellError("away");
    upstream.tell(1);

    heard.expect("error: away", "[1]", "recovered");
  }

  /** A part that cannot be read freezes nothing (trap 46). */
  @ParameterizedTest
  @EnumSource
  void whatCanBeReadIsFollowedWhileAPartCannot(Way way) {
    subscribed(way);

    upstream.tellPartly("unreadable", 1, 2);
    upstream.tellPartly("unreadable", 2, 3);
    upstream.tell(2, 3);

    assertEquals(
        List.of("[1 2]", "[2 3]"),
        heard.events().stream().filter(event -> event.startsWith("[")).toList());
    assertEquals(
        List.of("error: unreadable", "recovered"),
        heard.events().stream().filter(event -> !event.startsWith("[")).toList());
  }

  @ParameterizedTest
  @EnumSource
  void tellsNothingAfterItIsClosed(Way way) {
    EndpointSource source = subscribed(way);
    upstream.tell(1);
    heard.expect("[1]");

    source.close();
    source.close();
    upstream.tell(2);
    upstream.tellError("away");

    heard.expect();
    assertEquals(1, upstream.stops);
  }

  @ParameterizedTest
  @EnumSource
  void aSourceThatIsClosedBeforeItIsSubscribedToGivesBackWhatItHolds(Way way) {
    EndpointSource source = way.way.apply(upstream);

    source.close();

    assertEquals(1, upstream.stops);
    assertThrows(IllegalStateException.class, () -> source.subscribe(heard));
    assertEquals(0, upstream.starts);
  }

  @ParameterizedTest
  @EnumSource
  void servesOneSubscriber(Way way) {
    EndpointSource source = subscribed(way);

    String message =
        String.valueOf(
            assertThrows(IllegalStateException.class, () -> source.subscribe(new Heard()))
                .getMessage());

    assertTrue(message.contains("has a subscriber already"), message);
    upstream.tell(1);
    heard.expect("[1]");
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("NullAway") // Null is what it is about.
  void refusesNoListener(Way way) {
    BadInput.assertNullRefused(() -> way.way.apply(upstream).subscribe(null), "listener must be");
  }

  @ParameterizedTest
  @EnumSource
  void theListenerMayCloseTheSourceWhileItIsCalled(Way way) {
    EndpointSource source = way.way.apply(upstream);
    heard.reactingBy(source::close);
    source.subscribe(heard);

    upstream.tell(1);
    upstream.tell(2);

    heard.expect("[1]");
    assertEquals(1, upstream.stops);
  }

  @ParameterizedTest
  @EnumSource
  void theListenerMayCloseTheSourceWhileItSubscribes(Way way) {
    upstream.whenStarted(() -> upstream.tell(1));
    EndpointSource source = way.way.apply(upstream);

    source.subscribe(heard.reactingBy(source::close));

    heard.expect("[1]");
    assertEquals(1, upstream.stops);
  }

  @ParameterizedTest
  @EnumSource
  void theListenerMayMakeTheSourceTellMoreWhileItIsCalled(Way way) {
    subscribed(way);
    heard.reactingBy(
        () -> {
          if (heard.events().size() < 3) {
            upstream.tell(heard.events().size(), 9);
          }
        });

    upstream.tell(9);

    heard.expect("[9]", "[1 9]", "[2 9]");
    assertEquals(0, heard.collisions());
  }

  @ParameterizedTest
  @EnumSource
  void goesOnAfterTheListenerHasThrown(Way way) {
    subscribed(way);
    heard.reactingBy(
        () -> {
          throw new IllegalStateException("the listener is broken");
        });
    upstream.tell(1);
    heard.reactingBy(() -> {});

    upstream.tell(2);

    heard.expect("[1]", "[2]");
  }

  @ParameterizedTest
  @EnumSource
  void aSourceThatFailsToStartMayBeSubscribedToAgain(Way way) {
    upstream.whenStarted(
        () -> {
          throw new IllegalStateException("no thread");
        });
    EndpointSource source = way.way.apply(upstream);
    assertThrows(IllegalStateException.class, () -> source.subscribe(heard));
    if (way == Way.ELSE || way == Way.MERGED || way == Way.ALL) {
      return; // The other source was started and is closed again.
    }
    upstream.whenStarted(() -> upstream.tell(1));

    source.subscribe(heard);

    heard.expect("[1]");
  }

  @ParameterizedTest
  @EnumSource
  void manyThreadsNeverCallTheListenerAtOnceAndTheLastListWins(Way way) throws Exception {
    int threads = 4;
    EndpointSource source = subscribed(way);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    List<Future<?>> done = new ArrayList<>();
    for (int thread = 1; thread <= threads; thread++) {
      int mine = thread;
      done.add(
          executor.submit(
              () -> {
                go.await();
                for (int i = 0; i < 500; i++) {
                  upstream.tell(mine, 10 + i % 7);
                  upstream.tellError("away");
                }
                return null;
              }));
    }
    go.countDown();
    for (Future<?> each : done) {
      each.get();
    }
    executor.shutdown();

    upstream.tell(99);

    List<String> lists = heard.events().stream().filter(each -> each.startsWith("[")).toList();
    assertEquals("[99]", lists.get(lists.size() - 1));
    assertTrue(lists.stream().limit(lists.size() - 1).allMatch(each -> each.contains(" ")));
    assertEquals(0, heard.collisions());
    source.close();
    assertEquals(1, upstream.stops);
  }
}
