/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VirtualIpTest {
  private final List<Pod> pods = new ArrayList<>();
  private VirtualIp virtualIp;

  @BeforeEach
  void start() throws IOException {
    for (int i = 1; i <= 3; i++) {
      pods.add(Pod.start("pod-" + i));
    }
    virtualIp = VirtualIp.start(pods.stream().map(Pod::address).toList());
  }

  @AfterEach
  void stop() throws IOException {
    virtualIp.close();
    pods.forEach(Pod::close);
  }

  @Test
  void aConnectionStaysWithItsBackend() throws DemoFailedException {
    send(new OkHttpClient(), 10);

    assertEquals(List.of(10L, 0L, 0L), received());
    assertEquals(1, virtualIp.connections());
  }

  @Test
  void connectionsGoToTheBackendsInTurn() throws DemoFailedException {
    for (int i = 0; i < 7; i++) {
      send(new OkHttpClient(), 2);
    }

    assertEquals(List.of(6L, 4L, 4L), received());
    assertEquals(7, virtualIp.connections());
  }

  @Test
  void theBackendsOfAClosedConnectionAreNotMissed() throws DemoFailedException {
    OkHttpClient oneRequestEach =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    chain.proceed(
                        chain.request().newBuilder().header("Connection", "close").build()))
            .build();

    send(oneRequestEach, 9);

    assertEquals(List.of(3L, 3L, 3L), received());
  }

  @Test
  void aDeadBackendFailsOnlyItsOwnConnections() {
    pods.get(0).close();
    OkHttpClient client = new OkHttpClient.Builder().retryOnConnectionFailure(false).build();
    HttpUrl url = HttpUrl.get("http://127.0.0.1:" + virtualIp.port());

    assertEquals(1, SequentialRequests.send(client, url, 1, Duration.ofMinutes(1)).failed());
    assertEquals(0, SequentialRequests.send(client, url, 1, Duration.ofMinutes(1)).failed());
  }

  private void send(OkHttpClient client, int count) throws DemoFailedException {
    HttpUrl url = HttpUrl.get("http://127.0.0.1:" + virtualIp.port());
    SequentialRequests.send(client, url, count, Duration.ofMinutes(1)).requireAnswers();
  }

  private List<Long> received() {
    return pods.stream().map(Pod::requests).toList();
  }
}
