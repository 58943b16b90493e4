/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointsApiTest {

  // trap 28
  @Test
  void readyAddressesOfEverySubsetGetTheirSubsetsNumberOfTheNamedPort() throws Exception {
    Endpoints endpoints =
        orders()
            .addNewSubset()
            .addNewAddress()
            .withIp("10.0.0.1")
            .withNodeName("node-3")
            .withNewTargetRef()
            .withUid("7c9e6679")
            .endTargetRef()
            .endAddress()
            .addNewNotReadyAddress()
            .withIp("10.0.0.2")
            .endNotReadyAddress()
            .addNewPort(null, "admin", 9000, "TCP")
            .addNewPort(null, "http", 8080, "TCP")
            .endSubset()
            .addNewSubset()
            .addNewAddress()
            .withIp("10.0.0.3")
            .endAddress()
            .addNewPort(null, "http", 8081, "TCP")
            .endSubset()
            .build();

    assertEquals(
        List.of(
            Endpoint.builder("10.0.0.1", 8080).uid("7c9e6679").node("node-3").build(),
            Endpoint.of("10.0.0.3:8081")),
        read(endpoints));
  }

  // trap 27
  @Test
  void anAddressInTwoSubsetsCountsOnce() throws Exception {
    Endpoints endpoints =
        orders()
            .addNewSubset()
            .addNewNotReadyAddress()
            .withIp("10.0.0.1")
            .endNotReadyAddress()
            .addNewPort(null, "http", 8080, "TCP")
            .endSubset()
            .addNewSubset()
            .addNewAddress()
            .withIp("10.0.0.1")
            .endAddress()
            .addNewPort(null, "http", 8080, "TCP")
            .endSubset()
            .addNewSubset()
            .addNewAddress()
            .withIp("10.0.0.1")
            .endAddress()
            .addNewPort(null, "http", 8080, "TCP")
            .endSubset()
            .build();

    assertEquals(List.of(Endpoint.of("10.0.0.1:8080")), read(endpoints));
  }

  @Test
  void aServiceWithoutPodsHasAnEmptyList() throws Exception {
    assertEquals(List.of(), read(orders().build()));
  }

  @Test
  void theFamilyIsChosenAsForSlices() throws Exception {
    Endpoints endpoints =
        orders()
            .addNewSubset()
            .addNewAddress()
            .withIp("2001:db8::1")
            .endAddress()
            .addNewPort(null, "http", 8080, "TCP")
            .endSubset()
            .build();

    assertEquals(List.of(Endpoint.of("[2001:db8::1]:8080")), read(endpoints));
  }

  @Test
  void anObjectThatKubernetesHasTruncatedSaysSo() {
    Endpoints truncated =
        orders()
            .editMetadata()
            .addToAnnotations("endpoints.kubernetes.io/over-capacity", "truncated")
            .endMetadata()
            .build();

    assertEquals(
        "The Endpoints object holds only the first 1000 addresses (annotation"
            + " endpoints.kubernetes.io/over-capacity: truncated). Use KubernetesEndpoints.slices,"
            + " which has all",
        new EndpointsApi().omitted(truncated));
    assertNull(new EndpointsApi().omitted(orders().build()));
  }

  private static EndpointsBuilder orders() {
    return new EndpointsBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("orders")
        .endMetadata();
  }

  private static List<Endpoint> read(Endpoints endpoints) throws DiscoveryException {
    return ServiceEndpoints.of(
            new ServiceName("shop", "orders"),
            new PortChoice.Named("http"),
            AddressFamily.PREFER_IPV4,
            new EndpointsApi(),
            List.of(endpoints))
        .endpoints();
  }
}
