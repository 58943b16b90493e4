/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * GET requests that were sent one after the other, and how they went.
 *
 * @param sent how many were sent
 * @param answers how many were answered with which HTTP status
 * @param failed how many were not answered
 * @param firstFailure why the first of these was not
 */
record SequentialRequests(
    int sent, Map<Integer, Integer> answers, int failed, Optional<IOException> firstFailure) {

  /**
   * Sends requests.
   *
   * @param count how many; fewer if the time is up before
   */
  static SequentialRequests send(OkHttpClient client, HttpUrl url, int count, Duration time) {
    Request request = new Request.Builder().url(url).build();
    Map<Integer, Integer> answers = new TreeMap<>();
    Optional<IOException> firstFailure = Optional.empty();
    int sent = 0;
    int failed = 0;
    for (long begin = System.nanoTime();
        sent < count && System.nanoTime() - begin < time.toNanos();
        sent++) {
      try (Response response = client.newCall(request).execute()) {
        answers.merge(response.code(), 1, Integer::sum);
      } catch (IOException e) {
        failed++;
        firstFailure = firstFailure.or(() -> Optional.of(e));
      }
    }
    return new SequentialRequests(sent, answers, failed, firstFailure);
  }

  /**
   * Checks that every request was answered.
   *
   * @throws DemoFailedException if one was not
   */
  void requireAnswers() throws DemoFailedException {
    if (firstFailure.isPresent()) {
      throw new DemoFailedException(
          "%d of %d requests failed, the first one so: %s"
              .formatted(failed, sent, firstFailure.get()));
    }
  }
}
