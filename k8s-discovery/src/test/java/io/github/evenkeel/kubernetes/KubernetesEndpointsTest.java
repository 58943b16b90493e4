/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is checked when a source is built; nothing listens at the client's address. */
class KubernetesEndpointsTest {
  private final KubernetesClient client = clientOf("shop");

  @AfterEach
  void closeClient() {
    client.close();
  }

  @Test
  void theNamespaceIsTheClientsOwnByDefault() {
    assertEquals(
        "KubernetesEndpoints[EndpointSlices of shop/orders]",
        KubernetesEndpoints.slices(client).service("orders").build().toString());
    assertEquals(
        "KubernetesEndpoints[Endpoints of depot/orders]",
        KubernetesEndpoints.endpoints(client)
            .namespace("depot")
            .service("orders")
            .build()
            .toString());
  }

  @Test
  void aNamespaceIsNeededIfTheClientHasNone() {
    try (KubernetesClient homeless = clientOf(null)) {
      assertEquals(
          "namespace must be given, since the Kubernetes client has none of its own",
          messageOf(KubernetesEndpoints.slices(homeless).service("orders")));
    }
  }

  @Test
  void aServiceIsNeeded() {
    assertEquals(
        "service must be given: the name of the Service whose endpoints to watch",
        messageOf(KubernetesEndpoints.slices(client)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Orders",
        "orders.shop",
        "-orders",
        "orders-",
        "a/b",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void namesAreLabels(String name) {
    String form =
        " must be an RFC 1123 label (1 to 63 of a-z, 0-9 and -, neither beginning nor ending with"
            + " -), but was \"";
    assertEquals(
        "service" + form + name + "\"",
        messageOf(KubernetesEndpoints.slices(client).service(name)));
    assertEquals(
        "namespace" + form + name + "\"",
        messageOf(KubernetesEndpoints.slices(client).namespace(name).service("orders")));
    assertEquals(
        "port" + form + name + "\"",
        messageOf(KubernetesEndpoints.slices(client).service("orders").port(name)));
  }

  @Test
  void aPortsNameIsNotANumber() {
    assertEquals(
        "port must be the name of a port of the Service, such as http, but was \"8080\". For its number"
            + " on the pods, use port(int)",
        messageOf(KubernetesEndpoints.slices(client).service("orders").port("8080")));
  }

  private static String messageOf(KubernetesEndpoints.Builder builder) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, builder::build).getMessage());
  }

  private static KubernetesClient clientOf(@Nullable String namespace) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:1")
                .withNamespace(namespace)
                .build())
        .build();
  }
}
