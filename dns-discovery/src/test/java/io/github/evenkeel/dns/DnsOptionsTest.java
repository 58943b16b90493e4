/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsOptionsTest {

  private static void assertRefused(Executable input, String... parts) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, input).getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..b",
        " ",
        "a b",
        "http://orders",
        "orders:80",
        "10.0.0.1",
        "::1",
        "*",
        "-a",
        "a-",
        "ä",
        "a.\0",
        "a.b/c"
      })
  void refusesWhatIsNoName(String name) {
    assertRefused(() -> DnsEndpoints.hosts(name, 80), "DNS name must be", "\"" + name + "\"");
    assertRefused(() -> DnsEndpoints.srv(name), "DNS name must be", "StaticEndpoints");
  }

  @Test
  void refusesNamesThatAreTooLong() {
    assertRefused(() -> DnsEndpoints.hosts("a".repeat(64), 80), "63 characters");
    assertRefused(() -> DnsEndpoints.hosts("abc.".repeat(64), 80), "253 in all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "orders.", "tasks.orders", "_http._tcp.a-b.c_d.", "1.a"})
  void acceptsNames(String name) {
    String text = DnsEndpoints.hosts(name, 80).build().toString();
    assertEquals("DnsEndpoints[" + name + ":80]", text);
  }

  @Test
  void refusesBadPortsAndTimes() {
    DnsEndpoints.Builder builder = DnsEndpoints.srv("orders");
    Duration second = Duration.ofSeconds(1);

    assertRefused(() -> DnsEndpoints.hosts("orders", 0), "port", "from 1 to 65535", "0");
    assertRefused(() -> builder.refresh(Duration.ZERO, second), "refresh", "100 ms", "1 d");
    assertRefused(() -> builder.refresh(second, Duration.ofMillis(999)), "longer", "from 1 s");
    assertRefused(() -> builder.keepLast(Duration.ZERO), "keepLast", "0 s");
    assertRefused(() -> builder.timeout(Duration.ofSeconds(11)), "timeout", "10 s");
  }

  @Test
  void refusesNameServersThatCannotBeAsked() {
    DnsEndpoints.Builder builder = DnsEndpoints.srv("orders");

    assertRefused(builder::nameServers, "nameServers must be at least one");
    assertRefused(
        () -> builder.nameServers(InetSocketAddress.createUnresolved("ns", 53)), "resolved", "ns");
  }
}
