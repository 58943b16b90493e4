/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** GET requests from several threads at a steady rate, until closed. Counts what fails. */
final class Traffic implements AutoCloseable {
  private static final long PERIOD = MILLISECONDS.toMicros(10);

  private final OkHttpClient client;
  private final Request request;
  private final ScheduledExecutorService threads;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();

  private Traffic(OkHttpClient client, Request request, int threads) {
    this.client = client;
    this.request = request;
    this.threads = Executors.newScheduledThreadPool(threads);
  }

  /** Starts threads that send a request every 10 ms each, one thread after the other. */
  static Traffic start(OkHttpClient client, HttpUrl url, int threads) {
    Traffic traffic = new Traffic(client, new Request.Builder().url(url).build(), threads);
    for (int i = 0; i < threads; i++) {
      var unused =
          traffic.threads.scheduleAtFixedRate(
              traffic::send, i * PERIOD / threads, PERIOD, MICROSECONDS);
    }
    return traffic;
  }

  private void send() {
    try (Response response = client.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        failed("answered with " + response.code());
      }
    } catch (IOException | RuntimeException e) {
      // Thrown on, the latter would silently end this thread's requests.
      failed(e.toString());
    }
  }

  private void failed(String how) {
    failures.incrementAndGet();
    firstFailure.compareAndSet(null, how);
  }

  /** How many requests have failed so far. */
  long failures() {
    return failures.get();
  }

  /** How the first of the failed requests failed, or null if none has. */
  @Nullable String firstFailure() {
    return firstFailure.get();
  }

  /** Sends no further requests, and waits for those under way. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(5, SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
