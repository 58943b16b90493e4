/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.HealthProbe;
import io.github.evenkeel.ProbeResult;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.option.Durations;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks one host again and again, one check at a time.
 *
 * <ul>
 *   <li>Writers: the control path, under its lock. The scheduler leads there when a check is due,
 *       has a result, or has none in time. The thread on which a probe completes only tells the
 *       scheduler.
 *   <li>Readers: the same.
 *   <li>Invariant: at most one check is open, and only the result of that one counts; none does
 *       after the end.
 *   <li>Why: what comes after the timeout is of a check that has failed already, and what comes
 *       after the removal is of a host that nobody asks about.
 * </ul>
 */
final class HostCheck {
  private final Host host;
  private final HealthProbe probe;
  private final Duration timeout;
  private final Supplier<Duration> pause;
  private final Scheduler scheduler;
  private final Executor control;
  private final Consumer<ProbeResult> checked;

  /** The next check, or the timeout of the open one. */
  private Scheduler.Task next = () -> {};

  private @Nullable CompletableFuture<ProbeResult> open;
  private boolean isOver;

  /**
   * Makes the checks of a host, which do not begin yet.
   *
   * @param pause draws the time from one check to the next
   * @param control runs a task under the load balancer's lock
   * @param checked is told of each result, under the lock
   */
  HostCheck(
      Host host,
      HealthProbe probe,
      Duration timeout,
      Supplier<Duration> pause,
      Scheduler scheduler,
      Executor control,
      Consumer<ProbeResult> checked) {
    this.host = host;
    this.probe = probe;
    this.timeout = timeout;
    this.pause = pause;
    this.scheduler = scheduler;
    this.control = control;
    this.checked = checked;
  }

  /** Begins the first check after {@code delay}. */
  void start(Duration delay) {
    next = scheduler.schedule(delay, () -> control.execute(this::begin));
  }

  /** Ends the checks, and the one that is open. */
  void end() {
    isOver = true;
    next.cancel();
    CompletableFuture<ProbeResult> unfinished = open;
    open = null;
    if (unfinished != null) {
      unfinished.cancel(false);
    }
  }

  private void begin() {
    if (isOver) {
      return; // It was due when it was canceled.
    }
    CompletableFuture<ProbeResult> begun = call();
    open = begun;
    next =
        scheduler.schedule(
            timeout,
            () ->
                control.execute(
                    () ->
                        complete(
                            begun,
                            ProbeResult.failed("no result within " + Durations.text(timeout)))));
    var unused =
        begun.whenComplete(
            (result, failure) -> {
              if (!begun.isCancelled()) {
                tell(begun, known(result, failure));
              }
            });
  }

  private void tell(CompletableFuture<ProbeResult> ended, ProbeResult result) {
    var unused =
        scheduler.schedule(Duration.ZERO, () -> control.execute(() -> complete(ended, result)));
  }

  private CompletableFuture<ProbeResult> call() {
    try {
      CompletableFuture<ProbeResult> begun = probe.probe(host.endpoint(), timeout);
      return begun == null
          ? CompletableFuture.failedFuture(new NullPointerException("the probe returned null"))
          : begun;
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static ProbeResult known(@Nullable ProbeResult result, @Nullable Throwable failure) {
    if (result != null) {
      return result;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return ProbeResult.failed(
        cause == null ? "the probe's result was null" : "the probe failed: " + cause);
  }

  private void complete(CompletableFuture<ProbeResult> ended, ProbeResult result) {
    if (open != ended) {
      return;
    }
    open = null;
    next.cancel();
    ended.cancel(false);
    start(pause.get());
    checked.accept(result);
  }
}
