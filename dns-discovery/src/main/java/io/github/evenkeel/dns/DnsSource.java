/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import static java.util.concurrent.TimeUnit.MINUTES;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.Scheduler.Task;
import io.github.evenkeel.discovery.AbstractEndpointSource;
import io.github.evenkeel.internal.option.Durations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks a question again whenever its answer has become too old, or there is none. Each time,
 * however it ends, plans the next. Its state is used by tasks that run one at a time.
 */
final class DnsSource extends AbstractEndpointSource {
  private final Question question;
  private final String servers;
  private final Duration minRefresh;
  private final Duration maxRefresh;
  private final Duration grace;
  private final Scheduler scheduler;
  private final Supplier<? extends RandomGenerator> random;

  private @Nullable Task next;

  /** How many times in a row there was no endpoint in the answer, or no answer. */
  private int failures;

  private int known;

  /** Runs while all answers are negative; null if none was. */
  private @Nullable Grace running;

  /** Whether negative answers have lasted for so long that they are believed. */
  private boolean gone;

  DnsSource(Question question, String servers, DnsEndpoints.Builder options) {
    this.question = question;
    this.servers = servers;
    this.minRefresh = options.minRefresh;
    this.maxRefresh = options.maxRefresh;
    this.grace = options.keepLast;
    this.scheduler = options.scheduler;
    this.random = options.random;
  }

  @Override
  protected void start() {
    serially(() -> askAfter(Duration.ZERO));
  }

  @Override
  protected void stop() {
    if (next != null) {
      next.cancel();
    }
    endGrace();
  }

  private void askAfter(Duration pause) {
    next = scheduler.schedule(pause, () -> serially(this::ask));
  }

  private void ask() {
    CompletableFuture<Resolved> answer;
    try {
      answer = question.ask().toCompletableFuture();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    // The resolver has time-outs of its own. Whatever becomes of it, refreshing does not end.
    var unused =
        answer
            .orTimeout(5, MINUTES)
            .whenComplete((resolved, failure) -> serially(() -> use(resolved, failure)));
  }

  private void use(@Nullable Resolved resolved, @Nullable Throwable failure) {
    Duration pause =
        resolved == null || resolved.endpoints().isEmpty() ? backoff() : afterTtl(resolved.ttl());
    try {
      if (resolved == null) {
        failed(failure == null ? "no answer" : DnsFailure.found(failure));
      } else if (resolved.endpoints().isEmpty()) {
        negative(resolved);
      } else {
        succeeded(resolved);
      }
    } finally {
      serially(() -> askAfter(pause)); // After the listener was told.
    }
  }

  private void succeeded(Resolved resolved) {
    failures = 0;
    gone = false;
    endGrace();
    known = resolved.endpoints().size();
    if (resolved.unusable().isEmpty()) {
      publish(resolved.endpoints());
    } else {
      publishPartly(
          resolved.endpoints(),
          problem(
              "A part of %s cannot be used: %s. The rest is used"
                  .formatted(question, resolved.whatIsUnusable())));
    }
  }

  private void failed(String found) {
    failures++;
    if (!gone) {
      endGrace(); // Only an unbroken row of negative answers counts.
    }
    fail(
        problem(
            "Cannot resolve %s: %s, from %s. Check that the name server can be reached and works. %s"
                .formatted(question, found, servers, whatIsUsed(""))));
  }

  private void negative(Resolved resolved) {
    failures++;
    DiscoveryException problem =
        problem(
            "Cannot resolve %s: %s, from %s. %s. %s"
                .formatted(
                    question,
                    resolved.whatIsUnusable(),
                    servers,
                    question.advice(),
                    whatIsUsed(" for " + Durations.text(grace))));
    fail(problem);
    if (running == null) {
      running = new Grace();
    }
    running.problem = problem;
  }

  private String whatIsUsed(String howLong) {
    return known == 0
        ? "Trying on; no endpoints are known"
        : "Trying on; the last known endpoints (%d) stay in use%s".formatted(known, howLong);
  }

  private static DiscoveryException problem(String message) {
    return DiscoveryException.temporary(message, null);
  }

  /** The time to live within the bounds, and up to a tenth more, so that clients spread. */
  private Duration afterTtl(long ttl) {
    Duration wanted = Duration.ofSeconds(Math.min(ttl, Integer.MAX_VALUE));
    Duration bounded =
        wanted.compareTo(minRefresh) < 0
            ? minRefresh
            : wanted.compareTo(maxRefresh) > 0 ? maxRefresh : wanted;
    return times(1 + random.get().nextDouble() / 10, bounded);
  }

  /** The shortest time, doubled with each failure in a row, and of that a half to the whole. */
  private Duration backoff() {
    Duration pause = minRefresh;
    for (int i = 0; i < failures && pause.compareTo(maxRefresh) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    Duration bounded = pause.compareTo(maxRefresh) > 0 ? maxRefresh : pause;
    return times(0.5 + random.get().nextDouble() / 2, bounded);
  }

  private static Duration times(double factor, Duration duration) {
    return Duration.ofNanos((long) (factor * duration.toNanos()));
  }

  private void endGrace() {
    if (running != null) {
      running.task.cancel();
      running = null;
    }
  }

  /** From the first negative answer of an unbroken row until it is believed. */
  private final class Grace {
    private final Task task = scheduler.schedule(grace, () -> serially(this::end));
    private @Nullable DiscoveryException problem;

    private void end() {
      if (running == this && problem != null) {
        gone = true;
        known = 0;
        publishPartly(List.of(), problem);
      }
    }
  }

  @Override
  public String toString() {
    return "DnsEndpoints[" + question + "]";
  }
}
