/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends requests at a fixed rate to all services in turn, and accounts for each.
 *
 * <p>Several threads take the next number each, wait until it is due, and send it.
 */
final class Load {
  private static final int THREADS = 64;

  private final List<Service> services;
  private final Ledger ledger;
  private final long intervalNanos;
  private final long seed;
  private final Account account = new Account();
  private final AtomicInteger next = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final ScheduledExecutorService canceler = Executors.newScheduledThreadPool(1);

  Load(List<Service> services, Ledger ledger, int requestsPerSecond, long seed) {
    this.services = List.copyOf(services);
    this.ledger = ledger;
    this.intervalNanos = 1_000_000_000L / requestsPerSecond;
    this.seed = seed;
  }

  Account account() {
    return account;
  }

  /** How many requests have begun. */
  int begun() {
    return Math.min(next.get(), ledger.capacity());
  }

  void begin() {
    long start = System.nanoTime();
    for (int i = 0; i < THREADS; i++) {
      threads.execute(() -> sendFrom(start));
    }
    threads.shutdown();
  }

  /** Waits until every request that the ledger has room for is over. */
  boolean awaitEnd(long timeout, TimeUnit unit) throws InterruptedException {
    boolean ended = threads.awaitTermination(timeout, unit);
    threads.shutdownNow();
    canceler.shutdownNow();
    return ended;
  }

  private void sendFrom(long start) {
    int number = next.getAndIncrement();
    while (number < ledger.capacity() && !Thread.currentThread().isInterrupted()) {
      long due = start + number * intervalNanos;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      send(number);
      number = next.getAndIncrement();
    }
  }

  private void send(int number) {
    SplittableRandom random = new SplittableRandom(seed ^ number);
    Service service = services.get(number % services.size());
    Kind kind = Kind.draw(random.nextInt(100));
    Request request = kind.request(service.fleet().wire(), number);
    Call call = service.client().newCall(request);
    if (kind == Kind.HURRIED_GET) {
      var unused = canceler.schedule(call::cancel, random.nextInt(10_000), TimeUnit.MICROSECONDS);
    }
    long began = System.nanoTime();
    String story = kind + " " + request.url();
    Fate fate;
    try (Response response = call.execute()) {
      fate = read(response, kind, number);
      story += " answered " + response.code();
    } catch (IOException e) {
      fate = fateOf(kind, call, service, began);
      story +=
          " failed on port %d after %d ms, delivered %d: %s"
              .formatted(
                  Passage.of(request).port(),
                  (System.nanoTime() - began) / 1_000_000,
                  ledger.deliveries(number),
                  describe(e));
    } catch (AnswerBrokeOff e) {
      fate =
          call.isCanceled() && kind == Kind.HURRIED_GET
              ? Fate.CANCELED
              : isExplained(call, service, began) ? Fate.BROKEN_OFF : Fate.LOST;
      story += " broke off " + e.getCause();
    } catch (RuntimeException e) {
      fate = Fate.UNEXPLAINED;
      story += " broke " + e;
    }
    if (!kind.isIdempotent() && ledger.deliveries(number) > 1) {
      fate = Fate.REPEATED;
    }
    account.add(fate, story);
  }

  private static String describe(IOException e) {
    StringBuilder story = new StringBuilder().append(e);
    for (Throwable earlier : e.getSuppressed()) {
      story.append(" after ").append(earlier);
    }
    return story.toString();
  }

  private static Fate read(Response response, Kind kind, int number) throws AnswerBrokeOff {
    String answer;
    try {
      answer = response.body().string();
    } catch (IOException e) {
      throw new AnswerBrokeOff(e);
    }
    if (response.code() == 503) {
      return kind.isIdempotent() ? Fate.LOST : Fate.UNAVAILABLE;
    }
    return response.code() == 200 && answer.equals(Integer.toString(number))
        ? Fate.ANSWERED
        : Fate.MISTAKEN;
  }

  private Fate fateOf(Kind kind, Call call, Service service, long began) {
    if (kind == Kind.HURRIED_GET && call.isCanceled()) {
      return Fate.CANCELED;
    }
    if (kind.isIdempotent()) {
      return Fate.LOST;
    }
    return Passage.of(call.request()).sent() && isExplained(call, service, began)
        ? Fate.POST_BROKEN
        : Fate.UNEXPLAINED;
  }

  private static boolean isExplained(Call call, Service service, long began) {
    int port = Passage.of(call.request()).port();
    return service.fleet().troubles().explain(port, began, System.nanoTime());
  }

  /** The response was the caller's already. */
  private static final class AnswerBrokeOff extends Exception {
    AnswerBrokeOff(IOException cause) {
      super(cause);
    }
  }

  /** Where requests go. */
  record Service(Fleet fleet, OkHttpClient client) {}
}
