/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Whatever two sources tell, in whatever order: what is made from them ends where they end. */
class CompositionHistoriesTest {
  private static final int HISTORIES = 2_000;

  private final ScriptedSource a = new ScriptedSource("a");
  private final ScriptedSource b = new ScriptedSource("b");
  private final Heard heard = new Heard();

  @Test
  void mergeEndsAsTheUnion() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      new CompositionHistoriesTest().run(seed, EndpointSource::merge, "[1 2 8 9]");
    }
  }

  @Test
  void orElseEndsAsTheFirst() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      new CompositionHistoriesTest().run(seed, EndpointSource::orElse, "[1 2]");
    }
  }

  private void run(int seed, BinaryOperator<EndpointSource> way, String end) {
    Random random = new Random(seed);
    way.apply(a, b).subscribe(heard);
    for (int i = 0; i < 30; i++) {
      ScriptedSource source = random.nextBoolean() ? a : b;
      switch (random.nextInt(5)) {
        case 0 -> source.tellError("failure " + random.nextInt(3));
        case 1 -> source.tellRecovery();
        case 2 -> source.tellPartly("part", random.nextInt(4));
        case 3 -> source.tell();
        default -> source.tell(IntStream.range(1, 1 + random.nextInt(4)).map(n -> n * 3).toArray());
      }
    }
    a.tell(1, 2);
    b.tell(8, 9);

    checkEvents(seed, end);
  }

  private void checkEvents(int seed, String end) {
    String list = "";
    List<String> outage = new ArrayList<>();
    for (String event : heard.events()) {
      if (event.startsWith("[")) {
        assertFalse(event.equals(list), "seed " + seed + ": the same list twice");
        list = event;
      } else if (event.equals("recovered")) {
        assertFalse(outage.isEmpty(), "seed " + seed + ": recovered from nothing");
        outage.clear();
      } else {
        assertFalse(outage.contains(event), "seed " + seed + ": told twice: " + event);
        outage.add(event);
      }
    }
    assertEquals(end, list, "seed " + seed);
    assertTrue(outage.isEmpty(), "seed " + seed + ": not recovered");
  }

  @RepeatedTest(20)
  void whoSubscribesWhileASharedSourceTellsMissesNothing() throws Exception {
    Supplier<EndpointSource> shared = a.shared();
    shared.get().subscribe(heard);
    int subscribers = 4;
    List<Heard> others = IntStream.range(0, subscribers).mapToObj(i -> new Heard()).toList();
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService executor = Executors.newFixedThreadPool(subscribers + 1);
    List<Future<?>> done = new ArrayList<>();
    for (Heard other : others) {
      EndpointSource source = shared.get();
      done.add(
          executor.submit(
              () -> {
                go.await();
                source.subscribe(other);
                return null;
              }));
    }
    done.add(
        executor.submit(
            () -> {
              go.await();
              for (int i = 1; i <= 200; i++) {
                a.tell(i, 201);
              }
              return null;
            }));
    go.countDown();
    for (Future<?> each : done) {
      each.get();
    }
    executor.shutdown();

    for (Heard other : others) {
      List<String> events = other.events();
      assertEquals("[200 201]", events.get(events.size() - 1));
      assertEquals(0, other.collisions());
    }
    assertEquals(1, a.starts);
  }
}
