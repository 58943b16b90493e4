/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.evenkeel.discovery.EndpointSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of refused credentials. */
class CredentialsTest {
  private static final String EXPIRED = "expired";
  private static final String RENEWED = "renewed";

  @TempDir Path directory;

  @Test
  void aTokenIsReadAnewFromTheKubeconfig() throws Exception {
    Config config = Config.fromKubeconfig(kubeconfig(EXPIRED, 1).toFile());
    Credentials credentials = new Credentials(config);
    kubeconfig(RENEWED, 1);
    credentials.reread();

    assertEquals(RENEWED, config.getAutoOAuthToken());
  }

  @Test
  void aKubeconfigThatIsHalfWrittenChangesNothing() throws Exception {
    Path file = kubeconfig(EXPIRED, 1);
    Config config = Config.fromKubeconfig(file.toFile());
    Files.writeString(file, "apiVersion: v1\nusers: [{name: me, user: {tok");
    new Credentials(config).reread();

    assertEquals(EXPIRED, config.getAutoOAuthToken());
  }

  @Test
  void aProviderIsNotAskedTwice() {
    Config config =
        new ConfigBuilder(Config.empty())
            .withOauthTokenProvider(
                () -> {
                  throw new AssertionError("fabric8 asks it before each request");
                })
            .build();

    new Credentials(config).reread();
  }

  @Test
  void aRefusalThatTheHttpClientLosesIsCalledA401AndTheRenewedTokenIsUsedAtTheNextAttempt()
      throws Exception {
    VirtualTime time = new VirtualTime();
    RecordingListener listener = new RecordingListener();
    try (RefusingServer server = new RefusingServer()) {
      Config config = Config.fromKubeconfig(kubeconfig(EXPIRED, server.port()).toFile());
      config.setRequestRetryBackoffLimit(0);
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
          EndpointSource source = TestWatches.orders(client, time)) {
        source.subscribe(listener);
        assertEquals("Bearer " + EXPIRED, server.nextAuthorization());
        String problem = listener.problem();
        // Some JDKs lose the answer, others do not.
        assertTrue(
            problem.contains("probably 401: the token is expired or wrong")
                || problem.contains("401 Unauthorized"),
            problem);

        kubeconfig(RENEWED, server.port());
        assertEquals(
            "Bearer " + RENEWED,
            server.nextAuthorizationWhile(() -> time.advance(Duration.ofMillis(10))));
      }
    }
  }

  private Path kubeconfig(String token, int port) throws IOException {
    return Files.writeString(
        directory.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: here, context: {cluster: here, user: me, namespace: shop}}]
        users: [{name: me, user: {token: "%s"}}]
        """
            .formatted(port, token));
  }
}
