/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.util.List;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;

/** The yardstick: a client that is not wrapped, and one server. */
class PlainCallTest extends CallBehaviours {
  @Override
  Service open(Wire wire, Consumer<OkHttpClient.Builder> options) {
    Pod pod = Pod.start(wire, 1)[0];
    OkHttpClient.Builder client = wire.client();
    options.accept(client);
    return new PlainService(
        client.build(), wire.baseUrl().replace(Wire.HOST, "localhost:" + pod.port()), List.of(pod));
  }

  private record PlainService(OkHttpClient client, String baseUrl, List<Pod> pods)
      implements Service {
    @Override
    public void close() {
      client.dispatcher().executorService().shutdownNow();
      client.connectionPool().evictAll();
      pods.forEach(Pod::close);
    }
  }
}
