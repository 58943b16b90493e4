/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static io.github.evenkeel.kubernetes.TestSlices.ipv6;
import static io.github.evenkeel.kubernetes.TestSlices.notReady;
import static io.github.evenkeel.kubernetes.TestSlices.pod;
import static io.github.evenkeel.kubernetes.TestSlices.portless;
import static io.github.evenkeel.kubernetes.TestSlices.ready;
import static io.github.evenkeel.kubernetes.TestSlices.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointSliceApiTest {
  private static final ServiceName ORDERS = new ServiceName("shop", "orders");
  private static final Comparator<Endpoint> BY_ADDRESS =
      Comparator.comparing(endpoint -> endpoint.id().toString());

  @Test
  void anEndpointCarriesThePodsUidZoneAndNode() throws Exception {
    EndpointSlice slice =
        slice(
            "orders-1",
            pod("10.0.0.1")
                .withNewTargetRef()
                .withKind("Pod")
                .withUid("7c9e6679")
                .endTargetRef()
                .withZone("eu-1a")
                .withNodeName("node-3")
                .build());

    assertEquals(
        List.of(
            Endpoint.builder("10.0.0.1", 8080)
                .uid("7c9e6679")
                .zone("eu-1a")
                .node("node-3")
                .build()),
        endpoints(slice));
  }

  @Test
  void slicesAreMergedInAnOrderThatDoesNotDependOnTheStores() throws Exception {
    EndpointSlice first = slice("orders-1", ready("10.0.0.1"), ready("10.0.0.2"));
    EndpointSlice second = slice("orders-2", ready("10.0.0.3"));

    List<Endpoint> merged = List.of(at("10.0.0.1"), at("10.0.0.2"), at("10.0.0.3"));
    assertEquals(merged, endpoints(first, second));
    assertEquals(merged, endpoints(second, first));
  }

  // trap 27
  @Test
  void anAddressInTwoSlicesCountsOnceAndIsReadyIfItIsInOne() throws Exception {
    EndpointSlice stale = slice("orders-1", notReady("10.0.0.1"), ready("10.0.0.2"));
    EndpointSlice moved = slice("orders-2", ready("10.0.0.1"), ready("10.0.0.2"));

    List<Endpoint> once = List.of(at("10.0.0.1"), at("10.0.0.2"));
    assertEquals(once, endpoints(stale, moved).stream().sorted(BY_ADDRESS).toList());
    assertEquals(once, endpoints(moved, stale).stream().sorted(BY_ADDRESS).toList());
  }

  // trap 28
  @Test
  void podsThatAreNotReadyGetNothing() throws Exception {
    assertEquals(
        List.of(at("10.0.0.1")),
        endpoints(slice("orders-1", ready("10.0.0.1"), notReady("10.0.0.2"))));
  }

  @Test
  void unsetReadinessMeansReady() throws Exception {
    EndpointSlice slice =
        slice(
            "orders-1",
            pod("10.0.0.1").build(),
            pod("10.0.0.2").withNewConditions().withServing(true).endConditions().build());

    assertEquals(List.of(at("10.0.0.1"), at("10.0.0.2")), endpoints(slice));
  }

  // trap 28
  @Test
  void terminatingPodsGetNothingEvenIfTheyAreSaidToBeReady() throws Exception {
    EndpointSlice slice =
        slice(
            "orders-1",
            ready("10.0.0.1"),
            pod("10.0.0.2")
                .withNewConditions()
                .withReady(true)
                .withServing(true)
                .withTerminating(true)
                .endConditions()
                .build());

    assertEquals(List.of(at("10.0.0.1")), endpoints(slice));
  }

  // trap 28
  @Test
  void theNumberOfANamedPortIsEachSlicesOwn() throws Exception {
    EndpointSlice old =
        portless("orders-1", ready("10.0.0.1"))
            .edit()
            .addNewPort("TCP", "admin", 9000, null)
            .addNewPort(null, "http", 8080, "TCP")
            .build();
    EndpointSlice renumbered =
        portless("orders-2", ready("10.0.0.2"))
            .edit()
            .addNewPort(null, "http", 8081, "TCP")
            .build();

    assertEquals(List.of(at("10.0.0.1"), Endpoint.of("10.0.0.2:8081")), endpoints(old, renumbered));
  }

  @Test
  void aDualStackPodCountsOnceByItsIpv4Address() throws Exception {
    EndpointSlice ipv4 = slice("orders-4", ready("10.0.0.1"));
    EndpointSlice ipv6 = ipv6(slice("orders-6", ready("2001:db8::1")));

    assertEquals(List.of(at("10.0.0.1")), endpoints(ipv4, ipv6));
    assertEquals(List.of(at("10.0.0.1")), endpoints(ipv6, ipv4));
  }

  @Test
  void ipv6AddressesAreUsedWhereNoIpv4AddressIsReady() throws Exception {
    EndpointSlice ipv4 = slice("orders-4", notReady("10.0.0.1"));
    EndpointSlice ipv6 = ipv6(slice("orders-6", ready("2001:db8::1")));

    assertEquals(List.of(Endpoint.of("[2001:db8::1]:8080")), endpoints(ipv4, ipv6));
  }

  @Test
  void slicesOfHostNamesAreNotRead() throws Exception {
    EndpointSlice names =
        slice("orders-1", ready("pod-1.example.org")).edit().withAddressType("FQDN").build();

    assertEquals(List.of(), endpoints(names));
  }

  @Test
  void aServiceWithoutPodsHasAnEmptyList() throws Exception {
    // What the API server sends for a Service scaled to zero, nulls included.
    EndpointSlice placeholder =
        Serialization.unmarshal(
            """
            {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
             "metadata": {"name": "orders-1", "namespace": "shop"},
             "addressType": "IPv4", "endpoints": null, "ports": null}
            """,
            EndpointSlice.class);

    assertEquals(List.of(), endpoints(placeholder));
    assertEquals(List.of(), endpoints());
  }

  private static Endpoint at(String ip) {
    return Endpoint.of(ip + ":8080");
  }

  private static List<Endpoint> endpoints(EndpointSlice... slices) throws DiscoveryException {
    return ReadyEndpoints.of(ORDERS, "http", new EndpointSliceApi().read(List.of(slices)));
  }
}
