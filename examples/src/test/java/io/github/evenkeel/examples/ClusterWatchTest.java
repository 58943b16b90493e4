/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterWatchTest {
  @TempDir private Path folder;

  private final CapturedTerminal captured = new CapturedTerminal(false, false);

  @Test
  void requestsSpreadOverTheEndpointsOfTheService() throws Exception {
    try (Cluster cluster = Cluster.start(4)) {
      int exitCode =
          watch(apiOf(cluster), "--service", "orders", "--port", "http", "--requests", "100");

      assertEquals("", captured.err());
      assertEquals(0, exitCode);
      for (Pod pod : cluster.pods()) {
        long requests = pod.requests();
        assertTrue(15 <= requests && requests <= 35, requests + " of 100");
        String address = "127.0.0.1:" + pod.address().getPort();
        assertTrue(captured.out().contains("+ " + address + "\n"), captured.out());
        assertTrue(
            captured.out().lines().anyMatch(line -> line.matches(bar(address, requests))),
            captured.out());
      }
      assertTrue(captured.out().contains("Answers by HTTP status: {200=100}\n"), captured.out());
    }
  }

  /** The line that shows how many requests an address received. */
  private static String bar(String address, long requests) {
    return " *" + address + " +" + requests + " +#+";
  }

  @Test
  void theOlderApiIsWatchedIfAskedFor() throws Exception {
    try (Cluster cluster = Cluster.start(0);
        Pod pod = Pod.start("pod-1")) {
      cluster
          .kubernetes()
          .endpoints()
          .resource(
              new EndpointsBuilder()
                  .withNewMetadata()
                  .withNamespace("shop")
                  .withName("orders")
                  .endMetadata()
                  .addNewSubset()
                  .addNewAddress()
                  .withIp("127.0.0.1")
                  .endAddress()
                  .addNewPort()
                  .withName("http")
                  .withPort(pod.address().getPort())
                  .endPort()
                  .endSubset()
                  .build())
          .create();

      int exitCode =
          watch(apiOf(cluster), "--service", "orders", "--api", "endpoints", "--requests", "3");

      assertEquals("", captured.err());
      assertEquals(0, exitCode);
      assertEquals(3, pod.requests());
    }
  }

  @Test
  void withoutRequestsItOnlyWatches() throws Exception {
    try (Cluster cluster = Cluster.start(2)) {
      int exitCode = watch(apiOf(cluster), "--service", "orders", "--seconds", "1");

      assertEquals("", captured.err());
      assertEquals(0, exitCode);
      assertTrue(captured.out().contains("2 endpoints\n"), captured.out());
      assertTrue(captured.out().contains("Ended after 1 s.\n"), captured.out());
      assertEquals(List.of(0L, 0L), cluster.pods().stream().map(Pod::requests).toList());
    }
  }

  @Test
  void aServiceWithoutEndpointsGetsNoRequests() throws Exception {
    try (Cluster cluster = Cluster.start(0)) {
      assertEquals(1, watch(apiOf(cluster), "--service", "orders", "--requests", "8"));
      assertEquals(
          "There is no ready endpoint to send requests to. Are the Service's pods running?\n",
          captured.err());
    }
  }

  @Test
  void aPortThatTheServiceDoesNotHaveIsNamed() throws Exception {
    try (Cluster cluster = Cluster.start(1)) {
      assertEquals(1, watch(apiOf(cluster), "--service", "orders", "--port", "grpc"));
      assertError("grpc", "orders", "http");
    }
  }

  @Test
  void deniedAccessIsToldWithWhatToGrant() throws Exception {
    HttpServer forbidding =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] status =
        """
        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden",
         "code": 403, "message": "endpointslices is forbidden"}\
        """
            .getBytes(UTF_8);
    forbidding.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(403, status.length);
          exchange.getResponseBody().write(status);
          exchange.close();
        });
    forbidding.start();
    try {
      String api = "http://127.0.0.1:" + forbidding.getAddress().getPort();
      for (String requests : new String[] {"--seconds", "--requests"}) {
        assertEquals(1, watch(api, "--service", "orders", requests, "20"));
      }
      assertError("403", "endpointslices", "shop");
    } finally {
      forbidding.stop(0);
    }
  }

  @Test
  void anApiThatCannotBeReachedIsNamed() throws Exception {
    Pod gone = Pod.start("gone");
    gone.close();
    String api = "http://127.0.0.1:" + gone.address().getPort();

    assertEquals(1, watch(api, "--service", "orders"));
    assertError(api);
  }

  @Test
  void aNameThatCannotBeAServiceIsWrongUsage() throws Exception {
    assertEquals(2, watch("http://127.0.0.1:1", "--service", "Orders!"));
    assertError("Orders!");
  }

  @Test
  void aFileThatIsNoKubeconfigIsWrongUsage() throws Exception {
    Path file = Files.writeString(folder.resolve("config"), "- this: [is not\n  a kubeconfig");
    assertEquals(2, run("--kubeconfig", file.toString(), "--service", "orders"));
    assertError("--kubeconfig " + file + " is not a kubeconfig");
  }

  @Test
  void aKubeconfigThatNamesAMissingCertificateIsWrongUsage() throws Exception {
    Path missing = folder.resolve("ca.pem");
    String api = "https://127.0.0.1:1\", certificate-authority: \"" + missing;

    assertEquals(2, watch(api, "--service", "orders"));
    assertError("the kubeconfig cannot be used", missing.toString());
  }

  /** One or two lines that hold all these words, and nothing of Java's. */
  private void assertError(String... words) {
    String error = captured.err();
    for (String word : words) {
      assertTrue(error.contains(word), error);
    }
    assertFalse(error.contains("\tat "), error);
  }

  private static String apiOf(Cluster cluster) {
    return cluster.kubernetes().getMasterUrl().toString();
  }

  private int watch(String api, String... args) throws IOException {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            current-context: test
            clusters: [{name: test, cluster: {server: "%s"}}]
            users: [{name: test, user: {token: "none"}}]
            contexts: [{name: test, context: {cluster: test, user: test, namespace: shop}}]
            """
                .formatted(api));
    List<String> all = new ArrayList<>(List.of("--kubeconfig", kubeconfig.toString()));
    all.addAll(List.of(args));
    return run(all.toArray(String[]::new));
  }

  private int run(String... args) {
    return new Main(captured.terminal(), Duration.ZERO).run(args);
  }
}
