/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import io.github.evenkeel.okhttp.ScriptedEndpoints;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When services are ready, and what whoever waits is told until then. */
@Timeout(30)
class ReadinessTest {
  private static final String SILENT = ": its source of endpoints has told nothing yet";

  private final ScriptedEndpoints orders = new ScriptedEndpoints();
  private final ScriptedEndpoints stock = new ScriptedEndpoints();
  private final OkHttpLoadBalancing balancing =
      OkHttpLoadBalancing.builder()
          .service("http://orders.shop", service -> service.endpoints(orders))
          .service("http://stock.shop", service -> service.endpoints(stock))
          .build();

  @AfterEach
  void close() {
    balancing.close();
  }

  @Test
  void allServicesThatAreNotReadyAreNamedEachWithItsReason() {
    assertEquals(
        "2 of 2 services are not ready after 0 s. http://orders.shop"
            + SILENT
            + ". http://stock.shop"
            + SILENT,
        refused(Duration.ZERO).getMessage());
    orders.fail("connection refused");
    stock.fail("503");
    DiscoveryException both = refused(Duration.ofMillis(1));
    assertEquals(
        "2 of 2 services are not ready after 1 ms. http://orders.shop: connection refused."
            + " http://stock.shop: 503",
        both.getMessage());
    assertFalse(both.isPermanent());
    assertEquals(
        "connection refused", assertInstanceOf(Exception.class, both.getCause()).getMessage());
    assertEquals("503", both.getSuppressed()[0].getMessage());

    orders.publish(List.of());
    assertEquals(
        "1 of 2 services is not ready after 0 s. http://stock.shop: 503",
        refused(Duration.ZERO).getMessage());
    assertFalse(balancing.isReady());
  }

  @Test
  void aServiceWhoseDiscoveryWorksAgainIsWorthWaitingFor() {
    orders.publish(List.of());
    stock.failForGood("403");
    assertTrue(balancing.whenReady().toCompletableFuture().isCompletedExceptionally());

    stock.recover();

    assertFalse(balancing.whenReady().toCompletableFuture().isDone());
    assertEquals(
        "1 of 2 services is not ready after 0 s. http://stock.shop" + SILENT,
        refused(Duration.ZERO).getMessage());
  }

  @Test
  void theFirstListsMakeItReadyAlsoEmptyOnesAndItStaysSo() throws Exception {
    CompletableFuture<Void> stage = balancing.whenReady().toCompletableFuture();
    orders.publish(List.of());
    assertFalse(balancing.isReady());
    assertFalse(stage.isDone());
    stock.fail("503");
    stock.publish(List.of());
    assertTrue(balancing.isReady());
    assertTrue(stage.isDone() && !stage.isCompletedExceptionally());
    stock.failForGood("403");
    assertTrue(balancing.isReady());
    balancing.awaitReady(Duration.ZERO);
    balancing.awaitReady(ChronoUnit.FOREVER.getDuration());
    assertTrue(balancing.whenReady().toCompletableFuture().isDone());
  }

  @Test
  void whatWillNotChangeIsNotWaitedForUntilItHasChanged() throws Exception {
    CompletableFuture<Void> early = balancing.whenReady().toCompletableFuture();
    orders.failForGood("403 Forbidden. Grant a Role");
    String message =
        "2 of 2 services are not ready, and waiting alone will not change that. http://orders.shop:"
            + " 403 Forbidden. Grant a Role. http://stock.shop"
            + SILENT;
    DiscoveryException refused = refused(ChronoUnit.FOREVER.getDuration());
    assertEquals(message, refused.getMessage());
    assertTrue(refused.isPermanent());
    for (CompletableFuture<Void> stage :
        List.of(early, balancing.whenReady().toCompletableFuture())) {
      assertEquals(
          message,
          assertInstanceOf(
                  DiscoveryException.class,
                  assertThrows(CompletionException.class, stage::join).getCause())
              .getMessage());
    }

    CompletableFuture<Void> late;
    orders.publish(List.of()); // Somebody granted it.
    late = balancing.whenReady().toCompletableFuture();
    stock.publish(List.of());
    late.join();
    balancing.awaitReady(Duration.ZERO);
  }

  @Test
  void aFailureThatWillNotChangeReachesWhoWaitsAlready() throws Exception {
    Waiting waiting = new Waiting(balancing);
    stock.failForGood("403");
    assertInstanceOf(DiscoveryException.class, waiting.end());
  }

  @Test
  void closingReachesWhoWaitsAlready() throws Exception {
    Waiting waiting = new Waiting(balancing);
    CompletableFuture<Void> stage = balancing.whenReady().toCompletableFuture();
    balancing.close();
    assertInstanceOf(IllegalStateException.class, waiting.end());
    assertInstanceOf(
        IllegalStateException.class,
        assertThrows(CompletionException.class, stage::join).getCause());
  }

  @Test
  void whatIsClosedIsNotReady() {
    orders.publish(List.of());
    stock.publish(List.of());
    balancing.close();
    assertFalse(balancing.isReady());
    assertEquals(
        "cannot become ready: this load balancer is closed",
        assertThrows(IllegalStateException.class, () -> balancing.awaitReady(Duration.ofDays(1)))
            .getMessage());
    assertTrue(balancing.whenReady().toCompletableFuture().isCompletedExceptionally());
    stock.failForGood("403"); // A source that has not heard of it yet.
    orders.publish(List.of());
    assertFalse(balancing.isReady());
  }

  @Test
  void whoHasNoTimeLeftDoesNotWaitHoweverLongAgoItEnded() {
    for (Duration timeout : List.of(Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE))) {
      assertTrue(String.valueOf(refused(timeout).getMessage()).contains("not ready after 0 s"));
    }
  }

  @Test
  void aStageIsNoHandleOnTheOthers() {
    balancing.whenReady().toCompletableFuture().complete(null);
    assertFalse(balancing.whenReady().toCompletableFuture().isDone());
    assertFalse(balancing.isReady());
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class, () -> balancing.awaitReady(ChronoUnit.FOREVER.getDuration()));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void whoWaitsForEverForCallsToEndWaitsNoLongerThanTheyTake() {
    balancing.close(ChronoUnit.FOREVER.getDuration());
    assertArrayEquals(
        new boolean[] {true, true}, new boolean[] {orders.isClosed(), stock.isClosed()});
  }

  private DiscoveryException refused(Duration timeout) {
    return assertThrows(DiscoveryException.class, () -> balancing.awaitReady(timeout));
  }

  /** A thread that waits for ever, unless it is told something else. */
  private static final class Waiting {
    private final CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    private final Thread thread;

    Waiting(OkHttpLoadBalancing balancing) {
      thread =
          new Thread(
              () ->
                  outcome.complete(
                      assertThrows(
                          Exception.class,
                          () -> balancing.awaitReady(ChronoUnit.FOREVER.getDuration()))));
      thread.start();
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }

    Throwable end() throws Exception {
      Throwable told = outcome.get();
      thread.join();
      return told;
    }
  }
}
