/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import static io.github.evenkeel.consumers.Pom.dependency;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Evenkeel leaves the application's Kubernetes client as it is. */
class KubernetesClientTest {
  private static final String SLICES = Readme.dependency("evenkeel-kubernetes");

  @TempDir static Path folder;
  private static Maven maven;

  @BeforeAll
  static void startMaven() {
    maven = new Maven(folder);
  }

  @AfterAll
  static void stopMaven() {
    maven.close();
  }

  /** What docs/kubernetes.md says to add, and the HTTP client that it leads to. */
  static Stream<Arguments> clients() {
    return Stream.of(
        Arguments.of("7.7.0", withDefault("7.7.0"), "VertxHttpClient"),
        Arguments.of("7.8.0", withDefault("7.8.0"), "VertxHttpClient"),
        Arguments.of("8.0.0", withDefault("8.0.0"), "Vertx5HttpClient"),
        Arguments.of("7.8.0", withoutVertx("7.8.0", "httpclient-jdk"), "JdkHttpClientImpl"),
        Arguments.of("8.0.0", withoutVertx("8.0.0", "httpclient-jdk"), "JdkHttpClientImpl"),
        Arguments.of("7.8.0", withoutVertx("7.8.0", "httpclient-okhttp"), "OkHttpClientImpl"),
        Arguments.of("8.0.0", withoutVertx("8.0.0", "httpclient-okhttp"), "OkHttpClientImpl"));
  }

  private static List<String> withDefault(String version) {
    return List.of(dependency("io.fabric8:kubernetes-client:" + version));
  }

  private static List<String> withoutVertx(String version, String httpClient) {
    return List.of(
        bareClient(version), dependency("io.fabric8:kubernetes-" + httpClient + ":" + version));
  }

  private static String bareClient(String version) {
    return dependency("io.fabric8:kubernetes-client:" + version)
        .replace(
            "</dependency>",
            """
            <exclusions>
              <exclusion>
                <groupId>io.fabric8</groupId>
                <artifactId>kubernetes-httpclient-vertx</artifactId>
              </exclusion>
              <exclusion>
                <groupId>io.fabric8</groupId>
                <artifactId>kubernetes-httpclient-vertx-5</artifactId>
              </exclusion>
            </exclusions></dependency>""");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void theUsersHttpClientStays(String version, List<String> client, String httpClient)
      throws Exception {
    List<String> dependencies = new ArrayList<>(client);
    dependencies.add(SLICES);
    dependencies.add(Readme.dependency("evenkeel-okhttp"));
    for (List<String> ordered : Orders.of(dependencies).toList()) {
      ClassPath classPath = maven.resolve(Pom.of(List.of(Readme.bom()), ordered));

      List<String> fabric8 = classPath.ofGroup("io.fabric8");
      assertTrue(
          fabric8.stream()
              .filter(artifact -> artifact.startsWith("kubernetes-"))
              .allMatch(artifact -> artifact.endsWith(":" + version)),
          fabric8::toString);
      assertEquals(
          1,
          fabric8.stream().filter(each -> each.startsWith("kubernetes-httpclient")).count(),
          fabric8::toString);
    }
    dependencies.add(0, dependencies.remove(dependencies.size() - 1));
    assertEquals(
        List.of(httpClient, "/10.1.2.3:8080"),
        maven.resolve(Pom.of(List.of(Readme.bom()), dependencies)).run(WatchedService.class));
  }

  @Test
  void evenkeelBringsNothingOfTheClient() throws Exception {
    ClassPath classPath = maven.resolve(Pom.of(List.of(Readme.bom()), List.of(SLICES)));

    assertEquals(List.of(), classPath.ofGroup("io.fabric8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.8.0", "8.0.0"})
  void withoutAnHttpClientTheKubernetesClientSaysSo(String version) throws Exception {
    ClassPath classPath =
        maven.resolve(Pom.of(List.of(Readme.bom()), List.of(SLICES, bareClient(version))));

    Exception thrown = assertThrows(Exception.class, () -> classPath.run(WatchedService.class));
    assertTrue(
        String.valueOf(thrown.getMessage()).startsWith("No httpclient implementations found"),
        thrown::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.0.1", "7.6.1"})
  void aClientThatIsTooOldIsRefused(String version) throws Exception {
    List<String> dependencies = new ArrayList<>(withoutVertx(version, "httpclient-jdk"));
    dependencies.add(SLICES);
    ClassPath classPath = maven.resolve(Pom.of(List.of(Readme.bom()), dependencies));

    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> classPath.run(WatchedService.class));
    assertEquals(
        "the Kubernetes client %s is too old: evenkeel-kubernetes needs version 7.7.0 or newer of io.fabric8:kubernetes-client"
            .formatted(version),
        thrown.getMessage());
  }
}
