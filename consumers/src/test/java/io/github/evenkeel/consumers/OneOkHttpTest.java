/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import static io.github.evenkeel.consumers.Pom.bom;
import static io.github.evenkeel.consumers.Pom.dependency;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With the README's XML a class path has one OkHttp that is new enough, whatever else the project
 * depends on, and in whatever order.
 */
class OneOkHttpTest {
  private static final List<String> BOMS =
      List.of(
          "org.springframework.boot:spring-boot-dependencies:3.5.7",
          "org.springframework.boot:spring-boot-dependencies:4.1.2");

  private static final List<List<String>> LIBRARIES =
      List.of(
          List.of("com.squareup.retrofit2:retrofit:3.0.0"),
          List.of("com.squareup.retrofit2:retrofit:2.12.0"),
          List.of("io.github.openfeign:feign-okhttp:13.12"),
          List.of(
              "com.squareup.retrofit2:retrofit:3.0.0", "io.github.openfeign:feign-okhttp:13.12"),
          List.of("io.fabric8:kubernetes-client:7.8.0"),
          List.of("io.fabric8:kubernetes-client:8.0.0"),
          List.of("io.fabric8:kubernetes-httpclient-okhttp:7.5.2"),
          List.of("io.fabric8:kubernetes-httpclient-okhttp:7.8.0"),
          List.of("io.fabric8:kubernetes-httpclient-okhttp:8.0.0"));

  /** Many orders come to the same class path; each is run once. */
  private static final Set<ClassPath> RUN = new HashSet<>();

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

  static Stream<Pom> projects() {
    return LIBRARIES.stream().flatMap(OneOkHttpTest::inAllOrders);
  }

  private static Stream<Pom> inAllOrders(List<String> libraries) {
    List<String> dependencies = new ArrayList<>();
    libraries.forEach(library -> dependencies.add(dependency(library)));
    dependencies.add(Readme.dependency("evenkeel-okhttp"));
    return Orders.of(dependencies)
        .flatMap(
            ordered ->
                Stream.concat(
                    Stream.of(Pom.of(List.of(Readme.bom()), ordered)),
                    BOMS.stream()
                        .flatMap(other -> Orders.of(List.of(Readme.bom(), bom(other))))
                        .map(managed -> Pom.of(managed, ordered))));
  }

  @ParameterizedTest
  @MethodSource("projects")
  void theReadmesXmlGivesOneOkHttp(Pom project) throws Exception {
    assertOneOkHttp(project);
  }

  /** 3.3 manages OkHttp 4, but by an import, before which the project's own counts. */
  @ParameterizedTest
  @ValueSource(strings = {"3.3.13", "3.5.7", "4.1.2"})
  void theReadmesXmlGivesOneOkHttpUnderSpringBootsParent(String version) throws Exception {
    String parent = "org.springframework.boot:spring-boot-starter-parent:" + version;
    for (List<String> libraries : LIBRARIES) {
      List<String> dependencies = new ArrayList<>();
      libraries.forEach(library -> dependencies.add(dependency(library)));
      dependencies.add(Readme.dependency("evenkeel-okhttp"));
      assertOneOkHttp(Pom.of(List.of(Readme.bom()), dependencies).withParent(parent));
    }
  }

  /** Spring Boot 3.3 manages OkHttp 4 by an import of its own. */
  @Test
  void theFirstImportWinsOverTheOkHttp4OfAnOlderSpringBoot() throws Exception {
    assertOneOkHttp(
        Pom.of(
            List.of(Readme.bom(), bom("org.springframework.boot:spring-boot-dependencies:3.3.13")),
            List.of(
                dependency("com.squareup.retrofit2:retrofit:3.0.0"),
                Readme.dependency("evenkeel-okhttp"))));
  }

  private static void assertOneOkHttp(Pom project) throws Exception {
    ClassPath classPath = maven.resolve(project);

    List<String> found = classPath.ofGroup("com.squareup.okhttp3");
    Supplier<String> message = () -> found + " in " + project;
    assertEquals(1, classPath.holding("okhttp3.OkHttpClient").size(), message);
    assertTrue(found.contains("okhttp-jvm:" + System.getProperty("okhttp.version")), message);
    if (RUN.add(classPath)) {
      assertEquals(200, classPath.run(BalancedRequest.class), message);
    }
  }
}
