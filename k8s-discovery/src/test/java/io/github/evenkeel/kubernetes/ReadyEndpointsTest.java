/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadyEndpointsTest {

  @Test
  void theOnlyPortNeedsNoName() throws Exception {
    assertEquals(List.of(Endpoint.of("10.0.0.1:8080")), of(null, group("10.0.0.1", "web", 8080)));
    assertEquals(List.of(Endpoint.of("10.0.0.1:8080")), of(null, group("10.0.0.1", null, 8080)));
  }

  @Test
  void severalPortsNeedAChoiceAndTheMessageNamesThem() {
    DiscoveryException problem =
        assertThrows(
            DiscoveryException.class,
            () -> of(null, group("10.0.0.1", "web", 8080), group("10.0.0.2", "admin", 9000)));

    assertEquals(
        "Service shop/orders has several ports, and none was chosen. Choose one of \"admin\","
            + " \"web\" with port(...)",
        problem.getMessage());
  }

  @Test
  void aMissingPortIsNamedWithThoseThatExist() {
    DiscoveryException problem =
        assertThrows(
            DiscoveryException.class,
            () -> of("http", group("10.0.0.1", "web", 8080), group("10.0.0.2", "admin", 9000)));

    assertEquals(
        "Service shop/orders has no TCP port named \"http\", but has \"admin\", \"web\". Give"
            + " port(...) one of these, or correct the Service",
        problem.getMessage());
  }

  @Test
  void aMissingPortIsToldEvenWhileNobodyIsReady() {
    AddressGroup.Builder group = new AddressGroup.Builder();
    group.port("web", "TCP", 8080);

    assertThrows(DiscoveryException.class, () -> of("http", group.build()));
  }

  @Test
  void podsThatDeclareNoSuchPortAreLeftOut() throws Exception {
    AddressGroup.Builder without = new AddressGroup.Builder();
    without.ready("10.0.0.2", null, null, null);

    assertEquals(
        List.of(Endpoint.of("10.0.0.1:8080")),
        of("http", group("10.0.0.1", "http", 8080), without.build()));
  }

  @Test
  void readyPodsOfAServiceWithoutAnyPortAreAProblem() {
    AddressGroup.Builder without = new AddressGroup.Builder();
    without.ready("10.0.0.2", null, null, null);

    DiscoveryException problem =
        assertThrows(DiscoveryException.class, () -> of("http", without.build()));

    assertEquals(
        "Service shop/orders has ready addresses but no TCP port. Check that the Service's"
            + " targetPort is a number, or the name of a port that its pods' containers declare",
        problem.getMessage());
  }

  @Test
  void portsOfOtherProtocolsOrWithoutNumberDoNotCount() throws Exception {
    AddressGroup.Builder group = new AddressGroup.Builder();
    group.port("http", null, 8080);
    group.port("quic", "UDP", 8443);
    group.port("any", "TCP", null);
    group.ready("10.0.0.1", null, null, null);

    assertEquals(List.of(Endpoint.of("10.0.0.1:8080")), of(null, group.build()));
  }

  @Test
  void anAddressThatIsNoneIsNamed() {
    DiscoveryException problem =
        assertThrows(DiscoveryException.class, () -> of("http", group("pod-1", "http", 8080)));

    assertEquals(
        "Service shop/orders has an address that cannot be connected to: address of an endpoint must"
            + " be an IP literal and a port from 1 to 65535, such as 10.1.2.3:8080 or"
            + " [2001:db8::1]:8080, but was \"pod-1:8080\"; a host name is not looked up, so resolve it"
            + " first. Correct whatever writes its addresses",
        problem.getMessage());
  }

  private static AddressGroup group(String ip, @Nullable String port, int number) {
    AddressGroup.Builder group = new AddressGroup.Builder();
    group.port(port, "TCP", number);
    group.ready(ip, null, null, null);
    return group.build();
  }

  private static List<Endpoint> of(@Nullable String port, AddressGroup... groups)
      throws DiscoveryException {
    return ReadyEndpoints.of(new ServiceName("shop", "orders"), port, List.of(groups));
  }
}
