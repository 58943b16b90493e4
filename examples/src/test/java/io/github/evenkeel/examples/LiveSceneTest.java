/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveSceneTest {
  private static final Duration SECOND = Duration.ofMillis(20);

  private final CapturedTerminal captured = new CapturedTerminal(false, false);
  private Cluster cluster;
  private OkHttpLoadBalancing balancing;

  @BeforeEach
  void start() throws Exception {
    cluster = Cluster.start(4);
    balancing = Orders.balancing(cluster.kubernetes(), cluster.serviceUrl());
  }

  @AfterEach
  void stop() throws IOException {
    balancing.close();
    cluster.close();
  }

  @Test
  void evenkeelFollowsThePods() throws Exception {
    scene(Duration.ofSeconds(30)).run(balancing.wrap(client()));

    assertTrue(cluster.pods().get(4).requests() > 0);
    assertTrue(captured.out().contains("pod-2 is stopped"), captured.out());
  }

  @Test
  void aClientThatStaysOnItsConnectionsIsCaught() {
    DemoFailedException caught =
        assertThrows(DemoFailedException.class, () -> scene(Duration.ZERO).run(client()));

    assertEquals("pod-5 was added but received no requests.", caught.getMessage());
  }

  @Test
  void asLittleAsOneFailedRequestIsCaught() {
    AtomicBoolean failed = new AtomicBoolean();
    OkHttpClient failsOnce =
        balancing
            .wrap(client())
            .newBuilder()
            .addInterceptor(
                chain -> {
                  if (!failed.getAndSet(true)) {
                    throw new IOException("unlucky");
                  }
                  return chain.proceed(chain.request());
                })
            .build();

    DemoFailedException caught =
        assertThrows(DemoFailedException.class, () -> scene(Duration.ofSeconds(30)).run(failsOnce));

    assertEquals(
        "No request was to fail, but 1 did, the first one so: java.io.IOException: unlucky",
        caught.getMessage());
  }

  private LiveScene scene(Duration patience) {
    return new LiveScene(captured.terminal(), cluster, balancing, SECOND, patience);
  }

  private OkHttpClient client() {
    return new OkHttpClient.Builder().dns(cluster.dns()).build();
  }
}
