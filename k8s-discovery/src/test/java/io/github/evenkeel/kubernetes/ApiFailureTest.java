/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What failures of the API server mean: whether they stay, and what to do about them. */
class ApiFailureTest {
  private static final Watched<?> SECURE = TestWatches.orders("https://10.96.0.1/");
  private static final Watched<?> PLAIN = TestWatches.orders("http://10.96.0.1:443/");

  @ParameterizedTest
  @CsvSource({"401, true", "403, true", "404, true", "410, false", "429, false", "503, false"})
  void aStatusTells(int code, boolean isPermanent) {
    KubernetesClientException refused =
        new KubernetesClientException("refused", code, new StatusBuilder().withCode(code).build());
    assertEquals(isPermanent, ApiFailure.of(refused).isPermanent());
  }

  @Test
  void aGoAwayIsProbablyALost401() {
    ApiFailure failure =
        ApiFailure.of(new CompletionException(new IOException("/10.0.0.9:50123: GOAWAY received")));

    assertTrue(failure.isOfCredentials());
    assertFalse(failure.isPermanent());
    assertEquals(
        "The API server has closed the connection, probably 401: the token is expired or wrong. Check"
            + " the credentials of the Kubernetes client. If the API server is shutting down, this"
            + " passes by itself",
        failure.advice(SECURE));
  }

  @Test
  void whatTheClientItselfFailsAtIsNotOfTheNetwork() {
    Stream.of(
            new IllegalStateException("no token"),
            new KubernetesClientException("bad kubeconfig", new FileNotFoundException("ca.crt")),
            new UncheckedIOException(new NoSuchFileException("/var/run/secrets/token")))
        .forEach(thrown -> assertEquals(ApiFailure.Kind.CLIENT, ApiFailure.of(thrown).kind()));
  }

  @Test
  void aKubeconfigThatIsHalfWrittenIsNotOfTheNetwork(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("config"), "users: [{name: me, user: {tok");

    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> Config.fromKubeconfig(file.toFile()));
    assertEquals(ApiFailure.Kind.CLIENT, ApiFailure.of(thrown).kind(), thrown.toString());
  }

  @Test
  void noAnswerIsOfTheNetwork() {
    Stream.of(
            new ConnectException("Connection refused"),
            new CompletionException(new HttpTimeoutException("timed out")),
            new KubernetesClientException("timed out", new TimeoutException()))
        .forEach(thrown -> assertEquals(ApiFailure.Kind.NETWORK, ApiFailure.of(thrown).kind()));
  }

  @Test
  void plainHttpToAPortThatExpectsTlsIsSuspected() {
    ApiFailure refused =
        ApiFailure.of(
            new KubernetesClientException(
                "refused",
                400,
                new StatusBuilder()
                    .withCode(400)
                    .withMessage("Client sent an HTTP request to an HTTPS server.")
                    .build()));

    assertEquals(
        "The client speaks plain HTTP to http://10.96.0.1:443/: if the port expects TLS, use https",
        refused.advice(PLAIN));
    assertFalse(refused.advice(SECURE).contains("TLS"));
    ApiFailure reset = ApiFailure.of(new SocketException("Connection reset"));
    assertTrue(reset.advice(PLAIN).endsWith("if the port expects TLS, use https"));
    assertFalse(reset.advice(SECURE).contains("TLS"));
  }

  @Test
  void causesThatAreACircleAreReadOnce() {
    Exception inner = new Exception("inner");
    Exception outer = new Exception("outer", inner);
    inner.initCause(outer);

    assertEquals(ApiFailure.Kind.CLIENT, ApiFailure.of(outer).kind());
  }

  @Test
  void noConnectionMayPass() {
    assertFalse(ApiFailure.of(new ConnectException("Connection refused")).isPermanent());
  }
}
