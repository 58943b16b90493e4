/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import io.github.evenkeel.discovery.StaticEndpoints;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import java.util.concurrent.Callable;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** What every user does first: one request through a wrapped client. Returns its status. */
public final class BalancedRequest implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    OkHttpClient plain = new OkHttpClient();
    try (Pod pod = new Pod();
        OkHttpLoadBalancing balancing =
            OkHttpLoadBalancing.builder()
                .service(
                    "http://orders.shop",
                    service -> service.endpoints(StaticEndpoints.of(pod.address())))
                .build();
        Response response =
            balancing
                .wrap(plain)
                .newCall(new Request.Builder().url("http://orders.shop/").build())
                .execute()) {
      return response.code();
    } finally {
      plain.dispatcher().executorService().shutdown();
    }
  }
}
