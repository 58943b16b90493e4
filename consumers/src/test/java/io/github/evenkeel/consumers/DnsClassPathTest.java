/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import static io.github.evenkeel.consumers.Pom.dependency;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What evenkeel-dns brings along. */
class DnsClassPathTest {
  @TempDir static Path folder;

  /** dnsjava itself names an SLF4J 1.7, whose providers are found in another way. */
  @Test
  void dnsjavaComesAndTheLoggingApiStaysThatOfCore() throws Exception {
    try (Maven maven = new Maven(folder)) {
      ClassPath classPath =
          maven.resolve(
              Pom.of(
                  List.of(Readme.bom()), List.of(dependency("io.github.evenkeel:evenkeel-dns"))));

      assertEquals(1, classPath.ofGroup("dnsjava").size());
      List<String> slf4j = classPath.ofGroup("org.slf4j");
      assertEquals(1, slf4j.size(), slf4j::toString);
      assertTrue(slf4j.get(0).startsWith("slf4j-api:2."), slf4j::toString);
    }
  }
}
