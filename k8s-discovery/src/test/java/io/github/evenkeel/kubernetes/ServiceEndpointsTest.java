/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static io.github.evenkeel.kubernetes.TestSlices.portless;
import static io.github.evenkeel.kubernetes.TestSlices.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of a Service's ports is used. */
class ServiceEndpointsTest {
  private static final PortChoice ONLY = new PortChoice.Only();
  private static final PortChoice HTTP = new PortChoice.Named("http");

  @Test
  void theOnlyPortNeedsNoName() throws Exception {
    assertEquals(List.of(Endpoint.of("10.0.0.1:8080")), of(ONLY, slice("10.0.0.1", "web", 8080)));
    assertEquals(List.of(Endpoint.of("10.0.0.1:8080")), of(ONLY, slice("10.0.0.1", null, 8080)));
  }

  @Test
  void severalPortsNeedAChoiceAndTheMessageNamesThem() {
    assertEquals(
        "Service shop/orders has several ports, and none was chosen. Choose one of \"admin\","
            + " \"web\" with port(...)",
        problem(ONLY, slice("10.0.0.1", "web", 8080), slice("10.0.0.2", "admin", 9000)));
  }

  @Test
  void aPortWithoutANameIsOfferedByItsNumber() throws Exception {
    EndpointSlice admin = slice("10.0.0.1", "admin", 9000);
    EndpointSlice unnamed = slice("10.0.0.2", null, 8080);

    assertEquals(
        "Service shop/orders has several ports, and none was chosen. Choose one of 8080 (which has"
            + " no name), \"admin\" with port(...)",
        problem(ONLY, admin, unnamed));
    assertEquals(
        List.of(Endpoint.of("10.0.0.2:8080")), of(new PortChoice.Numbered(8080), admin, unnamed));
  }

  @Test
  void aMissingPortIsNamedWithThoseThatExist() {
    assertEquals(
        "Service shop/orders has no TCP port named \"http\", but has \"admin\", \"web\". Give"
            + " port(...) one of these, or correct the Service",
        problem(HTTP, slice("10.0.0.1", "web", 8080), slice("10.0.0.2", "admin", 9000)));
    assertEquals(
        "The pods of Service shop/orders have no TCP port 80, but have \"web\". Give port(...) one"
            + " of these, or correct the Service. The number is the one on the pods, the Service's"
            + " targetPort",
        problem(new PortChoice.Numbered(80), slice("10.0.0.1", "web", 8080)));
  }

  @Test
  void aMissingPortIsToldEvenWhileNobodyIsReady() {
    assertThrows(
        DiscoveryException.class,
        () -> of(HTTP, portless("orders-1").edit().addNewPort(null, "web", 8080, "TCP").build()));
  }

  @Test
  void podsThatDeclareNoSuchPortAreLeftOut() throws Exception {
    assertEquals(
        List.of(Endpoint.of("10.0.0.1:8080")),
        of(HTTP, slice("10.0.0.1", "http", 8080), portless("orders-2", ready("10.0.0.2"))));
    assertEquals(
        List.of(Endpoint.of("10.0.0.1:8080")),
        of(
            new PortChoice.Numbered(8080),
            slice("10.0.0.1", "http", 8080),
            slice("10.0.0.2", "http", 8081),
            portless("orders-3", ready("10.0.0.3"))));
  }

  @Test
  void aServiceWithoutPortsNeedsANumber() throws Exception {
    EndpointSlice headless = portless("orders-1", ready("10.0.0.2"));

    assertEquals(
        "Service shop/orders has ready addresses but no TCP port. If it is headless and declares no"
            + " ports, choose the number that its pods listen on, as in port(8080). Else check that"
            + " its targetPort is a number, or the name of a port that its pods' containers"
            + " declare",
        problem(HTTP, headless));
    assertEquals(
        List.of(Endpoint.of("10.0.0.2:8080")), of(new PortChoice.Numbered(8080), headless));
  }

  @Test
  void portsOfOtherProtocolsOrWithoutNumberDoNotCount() throws Exception {
    EndpointSlice slice =
        portless("orders-1", ready("10.0.0.1"))
            .edit()
            .addNewPort(null, "http", 8080, null)
            .addNewPort(null, "quic", 8443, "UDP")
            .addNewPort(null, "any", null, "TCP")
            .build();

    assertEquals(List.of(Endpoint.of("10.0.0.1:8080")), of(ONLY, slice));
  }

  private static EndpointSlice slice(String ip, @Nullable String port, int number) {
    return portless("orders-" + ip, ready(ip)).edit().addNewPort(null, port, number, "TCP").build();
  }

  private static String problem(PortChoice port, EndpointSlice... slices) {
    return String.valueOf(
        assertThrows(DiscoveryException.class, () -> of(port, slices)).getMessage());
  }

  private static List<Endpoint> of(PortChoice port, EndpointSlice... slices)
      throws DiscoveryException {
    return ServiceEndpoints.of(
            new ServiceName("shop", "orders"),
            port,
            AddressFamily.PREFER_IPV4,
            new EndpointSliceApi(),
            List.of(slices))
        .endpoints();
  }
}
