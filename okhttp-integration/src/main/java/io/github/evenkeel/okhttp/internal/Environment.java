/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal;

import io.github.evenkeel.Scheduler;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.Call;
import okhttp3.EventListener;
import org.jspecify.annotations.Nullable;

/**
 * Where a load balancer has its time and its randomness from. Everything that waits, repeats or
 * draws is given this one object, so that tests can decide what happens when.
 *
 * <p>Immutable; safe for use by many threads if its parts are.
 *
 * @param nanoClock tells the time in nanoseconds, as {@link System#nanoTime}
 * @param scheduler runs what is due later, by the same time
 * @param random asked by each thread that needs some randomness
 */
public record Environment(
    LongSupplier nanoClock, Scheduler scheduler, Supplier<? extends RandomGenerator> random) {

  /** Real time, real chance, and one thread that all load balancers share. */
  public static final Environment REAL =
      new Environment(
          System::nanoTime, LoadBalancerBuilder.sharedScheduler(), ThreadLocalRandom::current);

  /** The time in nanoseconds, of the clock. */
  public long nanoTime() {
    return nanoClock.getAsLong();
  }

  /** Draws a duration evenly from zero to {@code ceiling}, which is known as full jitter. */
  public Duration drawUpTo(Duration ceiling) {
    return Duration.ofNanos((long) (ceiling.toNanos() * random.get().nextDouble()));
  }

  /**
   * Pauses the thread that executes a call.
   *
   * @throws IOException if the call was canceled or the thread interrupted meanwhile
   */
  public void pause(Call call, Duration pause) throws IOException {
    CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    Scheduler.Task end = scheduler.schedule(pause, () -> over.complete(null));
    try {
      await(call, over);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      end.cancel();
    }
    if (call.isCanceled()) {
      throw new IOException("Canceled");
    }
  }

  /**
   * Waits on the thread that executes a call until {@code awaited} is complete. If the call is
   * canceled or the thread interrupted meanwhile, {@code awaited} is canceled.
   *
   * @throws IOException if the call was canceled or the thread interrupted meanwhile
   * @throws ExecutionException if {@code awaited} failed
   */
  public <T extends @Nullable Object> T await(Call call, CompletableFuture<T> awaited)
      throws IOException, ExecutionException {
    if (!awaited.isDone()) {
      call.addEventListener(
          new EventListener() {
            @Override
            public void canceled(Call call) {
              awaited.cancel(false);
            }
          });
      if (call.isCanceled()) {
        awaited.cancel(false);
      }
    }
    try {
      return awaited.get();
    } catch (CancellationException e) {
      throw new IOException("Canceled", e);
    } catch (InterruptedException e) {
      awaited.cancel(false);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
