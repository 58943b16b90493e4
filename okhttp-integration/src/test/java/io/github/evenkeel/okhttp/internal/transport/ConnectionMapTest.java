/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.okhttp.Collector;
import java.lang.reflect.Proxy;
import java.net.Socket;
import okhttp3.Connection;
import org.junit.jupiter.api.Test;

class ConnectionMapTest {
  private final ConnectionMap<String> map = new ConnectionMap<>();

  @Test
  void aConnectionKeepsItsFirstValueAndSharesItWithNoOther() {
    Connection one = connection();
    Connection other = connection();
    assertEquals("first", map.computeIfAbsent(one, () -> "first"));
    assertEquals("second", map.computeIfAbsent(other, () -> "second"));
    assertEquals("first", map.computeIfAbsent(one, () -> "third"));
    assertEquals(2, map.size());
  }

  @Test
  void aConnectionThatWasCollectedIsForgotten() {
    String unused = map.computeIfAbsent(connection(), () -> "gone");
    Collector.collectUntil(() -> map.size() == 0);
  }

  private static Connection connection() {
    Socket socket = new Socket();
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("socket")) {
                return socket;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
