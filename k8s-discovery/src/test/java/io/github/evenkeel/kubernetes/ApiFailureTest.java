/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which failures of the API server stay until somebody changes something. */
class ApiFailureTest {
  @ParameterizedTest
  @CsvSource({"401, true", "403, true", "404, true", "410, false", "429, false", "503, false"})
  void aStatusTells(int code, boolean isPermanent) {
    KubernetesClientException refused =
        new KubernetesClientException("refused", code, new StatusBuilder().withCode(code).build());
    assertEquals(isPermanent, ApiFailure.of(refused).isPermanent());
  }

  @Test
  void noConnectionMayPass() {
    assertEquals(false, ApiFailure.of(new ConnectException("Connection refused")).isPermanent());
  }
}
