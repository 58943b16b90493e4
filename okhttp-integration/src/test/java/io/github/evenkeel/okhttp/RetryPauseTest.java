/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.Scheduler;
import io.github.evenkeel.okhttp.internal.Environment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class RetryPauseTest {
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final RandomGenerator alwaysAQuarter = () -> 1L << 62;
  private final Environment environment =
      new Environment(System::nanoTime, this::runAtOnce, () -> alwaysAQuarter);

  @Test
  void aPauseIsDrawnFromATimeThatDoublesUpToItsMaximum() throws IOException {
    Retries.Builder retries =
        Retries.builder()
            .maxRetries(4)
            .retryableStatusCodes(503)
            .backoff(Duration.ofMillis(100), Duration.ofMillis(300));
    busyWith(retries, answer -> answer);
    assertEquals(
        List.of(
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(75),
            Duration.ofMillis(75)),
        pauses);
  }

  @Test
  void aNumberInRetryAfterIsWaitedFor() throws IOException {
    busyWith(onceOn503(), answer -> answer.setHeader("Retry-After", "7"));
    assertEquals(List.of(Duration.ofSeconds(7)), pauses);
  }

  @Test
  void retryAfterIsNotWaitedForWhileThereIsAnotherPod() throws IOException {
    try (Shop shop = shop(3, onceOn503().maxRetries(3), client -> {})) {
      busy(shop, answer -> answer.setHeader("Retry-After", "7"));
      assertEquals("busy", shop.get("/"));
      assertEquals(List.of(1, 1, 2), shop.requestCounts().stream().sorted().toList());
      Duration backoff = Duration.ofNanos(6_250_000);
      assertEquals(List.of(backoff, backoff.multipliedBy(2), Duration.ofSeconds(7)), pauses);
    }
  }

  @Test
  void aDateInRetryAfterIsReadByTheServersClock() throws IOException {
    busyWith(
        onceOn503(),
        answer ->
            answer
                .setHeader("Date", "Thu, 01 Jan 2026 00:00:00 GMT")
                .setHeader("Retry-After", "Thu, 01 Jan 2026 00:00:09 GMT"));
    assertEquals(List.of(Duration.ofSeconds(9)), pauses);
  }

  @Test
  void aDateThatIsPastIsNotWaitedFor() throws IOException {
    busyWith(
        onceOn503(), answer -> answer.setHeader("Retry-After", "Thu, 01 Jan 2015 00:00:00 GMT"));
    assertEquals(List.of(Duration.ZERO), pauses);
  }

  @Test
  void withoutACallTimeoutNoLongerThanTheReadTimeoutIsWaited() throws IOException {
    try (Shop shop =
        shop(onceOn503(), client -> client.callTimeout(Duration.ZERO).readTimeout(SECONDS_20))) {
      busy(shop, answer -> answer.setHeader("Retry-After", "20"));
      assertEquals("busy", shop.get("/"));
      assertEquals(List.of(), pauses);
      busy(shop, answer -> answer.setHeader("Retry-After", "19"));
      assertEquals("busy", shop.get("/"));
      assertEquals(List.of(Duration.ofSeconds(19)), pauses);
    }
  }

  @Test
  void aRetryOnAStatusNeedsAPermitOfTheBudget() throws IOException {
    Retries.Builder none =
        Retries.builder().retryableStatusCodes(503).budgetPercent(0).minRetryConcurrency(0);
    busyWith(none, answer -> answer);
    assertEquals(List.of(), pauses);
  }

  private static final Duration SECONDS_20 = Duration.ofSeconds(20);

  private static Retries.Builder onceOn503() {
    return Retries.builder().maxRetries(1).retryableStatusCodes(503);
  }

  /** Sends a request to a service whose pods are all busy. */
  private void busyWith(Retries.Builder retries, UnaryOperator<MockResponse.Builder> answer)
      throws IOException {
    try (Shop shop = shop(retries, client -> {})) {
      busy(shop, answer);
      assertEquals("busy", shop.get("/"));
    }
  }

  private Shop shop(Retries.Builder retries, Consumer<OkHttpClient.Builder> client) {
    return shop(1, retries, client);
  }

  private Shop shop(int pods, Retries.Builder retries, Consumer<OkHttpClient.Builder> client) {
    return new Shop(
        Wire.HTTP_1,
        pods,
        client,
        balancing -> balancing.environment(environment),
        service -> service.retries(retries.build()));
  }

  private static void busy(Shop shop, UnaryOperator<MockResponse.Builder> answer) {
    for (Pod pod : shop.pods) {
      pod.answers(
          request -> answer.apply(new MockResponse.Builder().code(503).body("busy")).build());
    }
  }

  private Scheduler.Task runAtOnce(Duration delay, Runnable task) {
    pauses.add(delay);
    task.run();
    return () -> {};
  }
}
