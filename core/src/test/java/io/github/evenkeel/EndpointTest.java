/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @Test
  void hasAResolvedAddressAndNothingElseUnlessTold() {
    Endpoint endpoint = Endpoint.of("10.1.2.3:8080");

    assertEquals(new InetSocketAddress("10.1.2.3", 8080), endpoint.address());
    assertFalse(endpoint.address().isUnresolved());
    assertEquals(1, endpoint.weight());
    assertEquals(Optional.empty(), endpoint.zone());
    assertEquals(Optional.empty(), endpoint.node());
    assertEquals(Map.of(), endpoint.labels());
    assertEquals("10.1.2.3:8080", endpoint.toString());
  }

  @Test
  void hasTheProperties() {
    Endpoint endpoint =
        Endpoint.builder("10.1.2.3:8080")
            .uid("a")
            .weight(2.5)
            .zone("z")
            .node("n")
            .labels(Map.of("version", "1"))
            .build();

    assertEquals(new EndpointId(new InetSocketAddress("10.1.2.3", 8080), "a"), endpoint.id());
    assertEquals(2.5, endpoint.weight());
    assertEquals(Optional.of("z"), endpoint.zone());
    assertEquals(Optional.of("n"), endpoint.node());
    assertEquals(Map.of("version", "1"), endpoint.labels());
  }

  @Test
  void aPropertyMayBecomeUnknownAgain() {
    Endpoint.Builder builder = Endpoint.builder("10.1.2.3:8080").uid("a").zone("z").node("n");

    assertEquals(Endpoint.of("10.1.2.3:8080"), builder.uid(null).zone(null).node(null).build());
  }

  @Test
  @SuppressWarnings("NullAway")
  void aMissingAddressIsNamed() {
    String none = null;
    Exception address = assertThrows(NullPointerException.class, () -> Endpoint.of(none));
    assertEquals(
        "address of an endpoint must be an IP literal and a port from 1 to 65535, such as"
            + " 10.1.2.3:8080 or [2001:db8::1]:8080, but was null",
        address.getMessage());
    Exception ip = assertThrows(NullPointerException.class, () -> Endpoint.builder(none, 8080));
    assertEquals(
        "ip of an endpoint must be an IP literal, such as 10.1.2.3, but was null", ip.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65535})
  void takesEveryPort(int port) {
    assertEquals(port, Endpoint.of("10.1.2.3:" + port).address().getPort());
    assertEquals(port, Endpoint.builder("10.1.2.3", port).build().address().getPort());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65536})
  void refusesAPortOutOfRange(int port) {
    BadInput.assertRefused(
        () -> Endpoint.builder("10.1.2.3", port),
        "IP literal and a port from 1 to 65535",
        "but was \"10.1.2.3:" + port + "\"");
  }

  @Test
  void takesIpV6Literals() {
    assertEquals("[2001:db8::1]:8080", Endpoint.of("[2001:db8::1]:8080").toString());
    assertEquals(Endpoint.of("[2001:db8::1]:8080"), Endpoint.builder("2001:db8::1", 8080).build());
    assertEquals(Endpoint.of("[2001:db8::1]:8080"), Endpoint.of("2001:db8::1", 8080));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.1.2.3",
        "orders:8080",
        "10.1.2.3:0",
        "10.1.2.3:65536",
        "10.1.2.3:-1",
        "10.1.2.3:http",
        "10.1.2.300:80",
        "2001:db8::1:8080",
        "http://10.1.2.3:80"
      })
  void refusesWhatIsNotAnIpLiteralAndAPort(String address) {
    BadInput.assertRefused(
        () -> Endpoint.of(address),
        "IP literal and a port from 1 to 65535",
        "but was \"" + address + "\"");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 1e-7, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAWeightThatIsNoShare(double weight) {
    Endpoint.Builder builder = Endpoint.builder("10.1.2.3:8080");

    BadInput.assertRefused(
        () -> builder.weight(weight),
        "weight of endpoint 10.1.2.3:8080, unless it is 0, must be from 0.000001 to 1000000",
        "but was " + weight);
  }

  @Test
  void isEqualIfAllPropertiesAre() {
    Endpoint.Builder builder =
        Endpoint.builder("10.1.2.3:8080")
            .uid("a")
            .weight(2)
            .zone("z")
            .node("n")
            .labels(Map.of("k", "v"));

    assertEquals(builder.build(), builder.build());
    assertEquals(builder.build().hashCode(), builder.build().hashCode());
    assertNotEquals(builder.build(), builder.weight(3).build());
    assertNotEquals(builder.weight(2).build(), builder.zone("y").build());
    assertNotEquals(builder.zone("z").build(), builder.node("m").build());
    assertNotEquals(builder.node("n").build(), builder.labels(Map.of()).build());
    assertNotEquals(builder.build(), builder.terminating(true).build());
    assertNotEquals(builder.build(), builder.zoneHints(List.of("z")).build());
    assertNotEquals(builder.build(), builder.nodeHints(List.of("n")).build());
  }

  @Test
  void hashCodesTellEndpointsApart() {
    long different = Scene.endpoints(500).stream().mapToInt(Endpoint::hashCode).distinct().count();

    assertTrue(different > 450, different + " of 500");
  }

  @Test
  void isTheSameByAddressAndUidAlone() {
    Endpoint.Builder builder = Endpoint.builder("10.1.2.3:8080").uid("a");

    assertEquals(builder.build().id(), builder.weight(3).zone("z").build().id());
    assertNotEquals(builder.build().id(), builder.uid("b").build().id()); // trap 30
    assertNotEquals(builder.build().id(), builder.uid(null).build().id());
    assertEquals("10.1.2.3:8080 (uid a)", builder.uid("a").build().toString());
  }

  @Test
  void keepsACopyOfTheLabels() {
    Map<String, String> labels = new HashMap<>(Map.of("version", "1"));
    Endpoint endpoint = Endpoint.builder("10.1.2.3:8080").labels(labels).build();

    labels.put("version", "2");

    assertEquals(Map.of("version", "1"), endpoint.labels());
    assertThrows(UnsupportedOperationException.class, () -> endpoint.labels().put("version", "3"));
  }

  @Test
  void anIdentityHasAResolvedAddress() {
    InetSocketAddress unresolved = InetSocketAddress.createUnresolved("orders", 80);

    BadInput.assertRefused(
        () -> new EndpointId(unresolved, null), "address must be resolved, but was orders");
  }
}
