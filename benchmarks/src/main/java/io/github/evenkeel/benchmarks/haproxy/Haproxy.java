/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** A plain client that sends everything to an HAProxy in front of the pods. */
enum Haproxy implements Contestant {
  LEASTCONN("leastconn", HaproxyConfig.UNLIMITED),
  LEASTCONN_MAXCONN("leastconn", Pod.WORKERS),
  ROUND_ROBIN("roundrobin", HaproxyConfig.UNLIMITED),
  ROUND_ROBIN_MAXCONN("roundrobin", Pod.WORKERS),
  RANDOM("random", HaproxyConfig.UNLIMITED),
  RANDOM_MAXCONN("random", Pod.WORKERS);

  /** How many idle connections a wrapped client keeps to each pod; OkHttp's own default is 5. */
  private static final int IDLE_CONNECTIONS = 64;

  private final String balance;
  private final int maxconn;

  Haproxy(String balance, int maxconn) {
    this.balance = balance;
    this.maxconn = maxconn;
  }

  @Override
  public String label() {
    return "HAProxy "
        + balance
        + (maxconn == HaproxyConfig.UNLIMITED ? "" : ", maxconn " + maxconn);
  }

  @Override
  public boolean isHaproxy() {
    return true;
  }

  @Override
  public Route open(List<Pod> pods) throws IOException, InterruptedException {
    HaproxyProcess process =
        HaproxyProcess.start(
            port ->
                new HaproxyConfig(
                    port, balance, maxconn, pods.stream().map(Pod::address).toList()));
    OkHttpClient client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
            .build();
    return new Route(client, "http://127.0.0.1:" + process.port(), process::close);
  }
}
