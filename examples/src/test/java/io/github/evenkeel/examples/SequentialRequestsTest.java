/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class SequentialRequestsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void answersAreCountedByStatus() throws Exception {
    try (Pod pod = Pod.start("pod-1")) {
      SequentialRequests requests =
          SequentialRequests.send(new OkHttpClient(), url(pod.address()), 5, MINUTE);

      assertEquals(5, requests.sent());
      assertEquals(Map.of(200, 5), requests.answers());
      assertEquals(5, pod.requests());
      requests.requireAnswers();
    }
  }

  @Test
  void aRequestWithoutAnAnswerIsTold() throws IOException {
    Pod pod = Pod.start("pod-1");
    pod.close();

    SequentialRequests requests =
        SequentialRequests.send(new OkHttpClient(), url(pod.address()), 2, MINUTE);

    DemoFailedException told = assertThrows(DemoFailedException.class, requests::requireAnswers);
    assertTrue(
        told.toString().contains("2 of 2 requests failed, the first one so: "), told::toString);
  }

  @Test
  void noneIsSentWhenTheTimeIsUp() throws Exception {
    try (Pod pod = Pod.start("pod-1")) {
      assertEquals(
          0,
          SequentialRequests.send(new OkHttpClient(), url(pod.address()), 5, Duration.ZERO).sent());
    }
  }

  private static HttpUrl url(InetSocketAddress address) {
    return HttpUrl.get("http://127.0.0.1:" + address.getPort());
  }
}
