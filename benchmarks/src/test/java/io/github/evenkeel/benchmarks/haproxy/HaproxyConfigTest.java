/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HaproxyConfigTest {
  private static final List<String> SERVERS = List.of("127.0.0.1:8001", "127.0.0.1:8002");

  @Test
  void listensOnLoopbackAndNamesTheServers() {
    assertEquals(
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
          bind 127.0.0.1:8000
          balance leastconn
          server pod-1 127.0.0.1:8001
          server pod-2 127.0.0.1:8002
        """,
        new HaproxyConfig(8000, "leastconn", HaproxyConfig.UNLIMITED, SERVERS).text());
  }

  @Test
  void aLimitHoldsForEachServer() {
    assertTrue(
        new HaproxyConfig(8000, "roundrobin", 4, SERVERS)
            .text()
            .endsWith(
                """
                  balance roundrobin
                  server pod-1 127.0.0.1:8001 maxconn 4
                  server pod-2 127.0.0.1:8002 maxconn 4
                """));
  }
}
