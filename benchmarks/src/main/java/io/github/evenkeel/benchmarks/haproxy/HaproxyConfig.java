/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.util.List;

/**
 * The configuration of one HAProxy: HTTP, all servers alike, no health checks, and the defaults for
 * everything else.
 *
 * @param port where it listens on the loopback interface
 * @param balance the name of its algorithm
 * @param maxconn how many requests a server gets at once, the others waiting in HAProxy's queue, or
 *     {@link #UNLIMITED}
 * @param servers the addresses of the servers
 */
record HaproxyConfig(int port, String balance, int maxconn, List<String> servers) {
  static final int UNLIMITED = 0;

  HaproxyConfig {
    servers = List.copyOf(servers);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        global
          maxconn 1000

        defaults
          mode http
          timeout connect 5s
          timeout client 60s
          timeout server 60s
          timeout queue 60s

        listen pods
          bind 127.0.0.1:%d
          balance %s
        """
            .formatted(port, balance));
    String limit = maxconn == UNLIMITED ? "" : " maxconn " + maxconn;
    for (int i = 0; i < servers.size(); i++) {
      text.append("  server pod-%d %s%s\n".formatted(i + 1, servers.get(i), limit));
    }
    return text.toString();
  }
}
