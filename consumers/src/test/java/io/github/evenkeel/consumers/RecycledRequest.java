/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import io.github.evenkeel.okhttp.ConnectionRecycling;
import java.util.concurrent.Callable;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** A request of a client that recycles connections and does not balance. Returns its status. */
public final class RecycledRequest implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    OkHttpClient client =
        ConnectionRecycling.builder().maxRequestsPerConnection(1).build().wrap(new OkHttpClient());
    try (Pod pod = new Pod();
        Response response =
            client
                .newCall(new Request.Builder().url("http://" + pod.address() + "/").build())
                .execute()) {
      return response.code();
    } finally {
      client.dispatcher().executorService().shutdown();
    }
  }
}
