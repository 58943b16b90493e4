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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
  void anEndpointCarriesTheHintsOfTheController() throws Exception {
    EndpointSlice slice =
        slice(
            "orders-1",
            pod("10.0.0.1")
                .withNewHints()
                .addNewForZone("eu-1a")
                .addNewForZone("eu-1b")
                .addNewForNode("node-3")
                .endHints()
                .build());

    assertEquals(
        List.of(
            Endpoint.builder("10.0.0.1", 8080)
                .zoneHints(List.of("eu-1a", "eu-1b"))
                .nodeHints(List.of("node-3"))
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

  @Test
  void aTerminatingPodThatStillServesIsMarked() throws Exception {
    EndpointSlice slice =
        slice(
            "orders-1",
            terminating("10.0.0.1", /* ready= */ false, /* serving= */ true),
            // As where the Service publishes addresses that are not ready.
            terminating("10.0.0.2", /* ready= */ true, /* serving= */ true),
            terminating("10.0.0.3", /* ready= */ true, /* serving= */ null),
            terminating("10.0.0.4", /* ready= */ null, /* serving= */ null));

    assertEquals(
        List.of(ending("10.0.0.1"), ending("10.0.0.2"), ending("10.0.0.3"), ending("10.0.0.4")),
        endpoints(slice));
  }

  // trap 28
  @Test
  void aTerminatingPodThatServesNoMoreGetsNothing() throws Exception {
    EndpointSlice slice =
        slice(
            "orders-1",
            ready("10.0.0.1"),
            terminating("10.0.0.2", /* ready= */ false, /* serving= */ false),
            terminating("10.0.0.3", /* ready= */ true, /* serving= */ false),
            terminating("10.0.0.4", /* ready= */ false, /* serving= */ null));

    assertEquals(List.of(at("10.0.0.1")), endpoints(slice));
  }

  // trap 28
  @Test
  void aPodThatServesButIsNeitherReadyNorTerminatingGetsNothing() throws Exception {
    EndpointSlice slice =
        slice(
            "orders-1",
            pod("10.0.0.1")
                .withNewConditions()
                .withReady(false)
                .withServing(true)
                .endConditions()
                .build());

    assertEquals(List.of(), endpoints(slice));
  }

  // trap 27
  @Test
  void anAddressThatIsReadyInOneSliceAndTerminatingInAnotherIsReady() throws Exception {
    EndpointSlice stale =
        slice("orders-1", terminating("10.0.0.1", /* ready= */ false, /* serving= */ true));
    EndpointSlice moved = slice("orders-2", ready("10.0.0.1"));

    assertEquals(List.of(at("10.0.0.1")), endpoints(stale, moved));
    assertEquals(List.of(at("10.0.0.1")), endpoints(moved, stale));
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
  void oneFamilyCanBeDemandedOrPreferred() throws Exception {
    EndpointSlice ipv4 = slice("orders-4", ready("10.0.0.1"));
    EndpointSlice ipv6 = ipv6(slice("orders-6", ready("2001:db8::1")));
    Endpoint at6 = Endpoint.of("[2001:db8::1]:8080");

    assertEquals(List.of(at("10.0.0.1")), endpoints(AddressFamily.IPV4, ipv4, ipv6));
    assertEquals(List.of(), endpoints(AddressFamily.IPV4, ipv6));
    assertEquals(List.of(at6), endpoints(AddressFamily.IPV6, ipv4, ipv6));
    assertEquals(List.of(), endpoints(AddressFamily.IPV6, ipv4));
    assertEquals(List.of(at6), endpoints(AddressFamily.PREFER_IPV6, ipv4, ipv6));
    assertEquals(List.of(at("10.0.0.1")), endpoints(AddressFamily.PREFER_IPV6, ipv4));
  }

  @Test
  void readyAddressesOfTheOtherFamilyComeBeforeTerminatingOnes() throws Exception {
    EndpointSlice ending4 =
        slice("orders-4", terminating("10.0.0.1", /* ready= */ false, /* serving= */ true));
    EndpointSlice ipv6 = ipv6(slice("orders-6", ready("2001:db8::1")));

    assertEquals(List.of(Endpoint.of("[2001:db8::1]:8080")), endpoints(ending4, ipv6));
    assertEquals(List.of(ending("10.0.0.1")), endpoints(ending4));
  }

  // trap 46
  @Test
  void anEndpointThatCannotBeReadIsLeftOutAndNamed() throws Exception {
    ServiceEndpoints read =
        read(
            AddressFamily.PREFER_IPV4,
            slice("orders-1", pod("x").withAddresses(List.of()).build(), ready("10.0.0.1")),
            slice("orders-2", ready("pod-1"), ready("10.0.0.2")));

    assertEquals(List.of(at("10.0.0.1"), at("10.0.0.2")), read.endpoints());
    assertEquals(
        List.of(
            "EndpointSlice orders-1: an endpoint without an address",
            "EndpointSlice orders-2: address of an endpoint must be an IP literal and a port from 1"
                + " to 65535, such as 10.1.2.3:8080 or [2001:db8::1]:8080, but was \"pod-1:8080\"; a"
                + " host name is not looked up, so resolve it first"),
        read.unreadable());
  }

  // trap 46
  @Test
  void aSliceThatCannotBeReadAtAllIsLeftOutAndNamed() throws Exception {
    EndpointSlice broken = slice("orders-1");
    broken.setEndpoints(Collections.singletonList(null));

    ServiceEndpoints read =
        read(AddressFamily.PREFER_IPV4, broken, slice("orders-2", ready("10.0.0.2")));

    assertEquals(List.of(at("10.0.0.2")), read.endpoints());
    assertEquals(1, read.unreadable().size());
    assertTrue(
        read.unreadable().get(0).startsWith("EndpointSlice orders-1: java.lang.NullPointer"));
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

  private static io.fabric8.kubernetes.api.model.discovery.v1.Endpoint terminating(
      String ip, @Nullable Boolean ready, @Nullable Boolean serving) {
    return pod(ip)
        .withNewConditions()
        .withReady(ready)
        .withServing(serving)
        .withTerminating(true)
        .endConditions()
        .build();
  }

  private static Endpoint ending(String ip) {
    return Endpoint.builder(ip, 8080).terminating(true).build();
  }

  private static Endpoint at(String ip) {
    return Endpoint.of(ip + ":8080");
  }

  private static List<Endpoint> endpoints(EndpointSlice... slices) throws DiscoveryException {
    return endpoints(AddressFamily.PREFER_IPV4, slices);
  }

  private static List<Endpoint> endpoints(AddressFamily family, EndpointSlice... slices)
      throws DiscoveryException {
    return read(family, slices).endpoints();
  }

  private static ServiceEndpoints read(AddressFamily family, EndpointSlice... slices)
      throws DiscoveryException {
    return ServiceEndpoints.of(
        ORDERS, new PortChoice.Named("http"), family, new EndpointSliceApi(), List.of(slices));
  }
}
