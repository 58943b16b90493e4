/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A way to the pods.
 *
 * @param client the client that goes it
 * @param url where its requests go
 * @param end closes what lies between the client and the pods
 */
record Route(OkHttpClient client, String url, End end) implements AutoCloseable {

  /** Closes something. */
  @FunctionalInterface
  interface End {
    void close() throws IOException;
  }

  /**
   * Sends a request that takes so long, and waits for its response.
   *
   * @return the port of the pod that served it
   */
  int get(long micros) throws IOException {
    Request request = new Request.Builder().url(url + "/" + micros).build();
    try (Response response = client.newCall(request).execute()) {
      String body = response.body().string();
      if (!response.isSuccessful()) {
        throw new IOException("response " + response + " with the body " + body);
      }
      return Integer.parseInt(body);
    }
  }

  @Override
  public void close() throws IOException {
    client.connectionPool().evictAll();
    end.close();
  }
}
