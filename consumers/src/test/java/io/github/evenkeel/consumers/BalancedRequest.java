/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import com.sun.net.httpserver.HttpServer;
import io.github.evenkeel.discovery.StaticEndpoints;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** What every user does first: one request through a wrapped client. Returns its status. */
public final class BalancedRequest implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    HttpServer pod =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pod.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    pod.start();
    String address =
        pod.getAddress().getAddress().getHostAddress() + ":" + pod.getAddress().getPort();
    OkHttpClient plain = new OkHttpClient();
    try (OkHttpLoadBalancing balancing =
            OkHttpLoadBalancing.builder()
                .service(
                    "http://orders.shop", service -> service.endpoints(StaticEndpoints.of(address)))
                .build();
        Response response =
            balancing
                .wrap(plain)
                .newCall(new Request.Builder().url("http://orders.shop/").build())
                .execute()) {
      return response.code();
    } finally {
      plain.dispatcher().executorService().shutdown();
      pod.stop(0);
    }
  }
}
