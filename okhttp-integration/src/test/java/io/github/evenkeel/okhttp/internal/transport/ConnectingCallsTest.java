/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.okhttp.CountingSockets;
import io.github.evenkeel.okhttp.Pod;
import io.github.evenkeel.okhttp.Wire;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ConnectingCallsTest {
  private static final int CALLS = 4;

  private final CountingSockets sockets = new CountingSockets();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  /**
   * OkHttp looks whether there is a multiplexed connection, and then adds its own; two calls that
   * do so at the same moment both add one. Here each call has a {@code Dns} of its own, so that
   * none finds another's connection, and it always ends so.
   */
  @ParameterizedTest
  @EnumSource
  void ofConnectionsThatAreReadyAtTheSameMomentOneIsKeptIfOneIsEnough(Wire wire)
      throws IOException {
    try (Pod pod = Pod.start(wire, "pod")) {
      OkHttpClient client =
          wire.client()
              .socketFactory(sockets)
              .addInterceptor(chain -> chain.withDns(new OwnDns()).proceed(chain.request()))
              .build();
      ConnectingCalls calls =
          new ConnectingCalls(
              client,
              new PreconnectPolicy("/", "HEAD", CALLS, Duration.ofSeconds(1)),
              ServiceUrl.parse(wire.baseUrl() + ":" + pod.port()));
      Preconnector.allOf(calls.start(ConnectingCallsTest::send, threads)).join();
      assertEquals(CALLS, pod.requestCount());
      assertEquals(CALLS, pod.connectionCount());
      assertEquals(wire.isMultiplexed() ? 1 : CALLS, sockets.openTo(pod.port()));
    }
  }

  private static void send(Call call) {
    try (Response response = call.execute()) {
      assertEquals(200, response.code());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Equal to no other. */
  private static final class OwnDns implements Dns {
    @Override
    public List<InetAddress> lookup(String hostname) {
      return List.of(InetAddress.getLoopbackAddress());
    }
  }
}
