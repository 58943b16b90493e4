/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.examples.WatchOptions.Api;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {

  @Test
  void noOptionsMeanTheDemo() throws UsageException {
    assertEquals(new CommandLine(false, Optional.empty()), CommandLine.parse());
  }

  @Test
  void helpComesBeforeEverythingElse() throws UsageException {
    assertTrue(CommandLine.parse("--nonsense", "--help").help());
  }

  @Test
  void theServiceIsAllThatAWatchNeeds() throws UsageException {
    assertEquals(
        new WatchOptions(
            Optional.empty(),
            Optional.empty(),
            "orders",
            Optional.empty(),
            Api.SLICES,
            0,
            "/",
            Duration.ofSeconds(20)),
        CommandLine.parse("--service", "orders").watch().orElseThrow());
  }

  @Test
  void everyOptionIsRead(@TempDir Path folder) throws Exception {
    Path kubeconfig = Files.createFile(folder.resolve("config"));
    CommandLine commandLine =
        CommandLine.parse(
            "--kubeconfig", kubeconfig.toString(),
            "--namespace", "shop",
            "--service", "orders",
            "--port", "http",
            "--api", "endpoints",
            "--requests", "100000",
            "--path", "/health",
            "--seconds", "3600");

    assertFalse(commandLine.help());
    assertEquals(
        new WatchOptions(
            Optional.of(kubeconfig),
            Optional.of("shop"),
            "orders",
            Optional.of("http"),
            Api.ENDPOINTS,
            100_000,
            "/health",
            Duration.ofHours(1)),
        commandLine.watch().orElseThrow());
  }

  @Test
  void anUnknownOptionIsNamed() {
    assertRefused("unknown option --servcie", "--servcie", "orders");
  }

  @Test
  void aStrayArgumentIsNamed() {
    assertRefused("unexpected argument orders", "orders");
  }

  @Test
  void anOptionNeedsAValue() {
    assertRefused("--service needs a value", "--service");
    assertRefused("--service needs a value", "--service", "--port", "http");
    assertRefused("--service needs a value", "--service", "");
  }

  @Test
  void anOptionIsGivenOnce() {
    assertRefused("--service is given twice", "--service", "orders", "--service", "carts");
  }

  @Test
  void aWatchNeedsAService() {
    assertRefused(
        "--service is missing; without it there is nothing to watch, and the demo needs no options",
        "--port",
        "http");
  }

  @Test
  void theKubeconfigMustBeAFile(@TempDir Path folder) {
    Path missing = folder.resolve("missing");
    assertRefused(
        "--kubeconfig must be a file that can be read, but " + missing + " does not exist",
        "--service",
        "orders",
        "--kubeconfig",
        missing.toString());
    assertRefused(
        "--kubeconfig must be a file that can be read, but " + folder + " is not",
        "--service",
        "orders",
        "--kubeconfig",
        folder.toString());
  }

  @Test
  void theApiIsOneOfTwo() {
    assertRefused(
        "--api must be slices or endpoints, but was pods", "--service", "orders", "--api", "pods");
  }

  @Test
  void numbersHaveARange() {
    for (String bad : new String[] {"0", "-1", "100001", "many", "1.5", "99999999999"}) {
      assertRefused(
          "--requests must be a number from 1 to 100000, but was " + bad,
          "--service",
          "orders",
          "--requests",
          bad);
    }
    assertRefused(
        "--seconds must be a number from 1 to 3600, but was 3601",
        "--service",
        "orders",
        "--seconds",
        "3601");
  }

  @Test
  void aPathBeginsWithASlash() {
    assertRefused(
        "--path must begin with /, but was health",
        "--service",
        "orders",
        "--requests",
        "1",
        "--path",
        "health");
  }

  @Test
  void aPathIsForRequests() {
    assertRefused(
        "--path has no effect without --requests", "--service", "orders", "--path", "/health");
  }

  private static void assertRefused(String message, String... args) {
    UsageException refusal = assertThrows(UsageException.class, () -> CommandLine.parse(args));
    assertEquals(message, refusal.getMessage());
  }
}
