/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import static io.github.evenkeel.consumers.Pom.bom;
import static io.github.evenkeel.consumers.Pom.dependency;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.aether.artifact.Artifact;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users are told whose class path has the wrong OkHttp, or two. */
class WrongOkHttpTest {
  private static final String OK_HTTP = System.getProperty("okhttp.version");
  private static final String EVENKEEL =
      dependency("io.github.evenkeel:evenkeel-okhttp:0.1.0-SNAPSHOT");
  private static final String RETROFIT = dependency("com.squareup.retrofit2:retrofit:3.0.0");

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

  @Test
  void retrofitFirstWithoutTheBomPutsOkHttp4InFront() throws Exception {
    ClassPath classPath = maven.resolve(Pom.of(List.of(), List.of(RETROFIT, EVENKEEL)));

    String message = refusal(classPath);
    assertTrue(message.startsWith("OkHttp 4.12.0 is too old"), message);
    assertNames("okhttp-4.12.0.jar", message);
    assertNames("okhttp-jvm-" + OK_HTTP + ".jar", message);
  }

  @Test
  void aDirectOkHttp4CountsMoreThanTheBomAndIsRefusedBehindAsWell() throws Exception {
    ClassPath classPath =
        maven.resolve(
            Pom.of(
                List.of(Readme.bom()),
                List.of(EVENKEEL, dependency("com.squareup.okhttp3:okhttp:4.12.0"))));

    String message = refusal(classPath);
    assertTrue(message.startsWith("2 different OkHttps are on the class path"), message);
    assertTrue(message.contains("OkHttp " + OK_HTTP + " comes first"), message);
    assertNames("okhttp-4.12.0.jar", message);
    assertNames("okhttp-jvm-" + OK_HTTP + ".jar", message);
  }

  @Test
  void theSameTwoTheOtherWayRound() throws Exception {
    ClassPath classPath =
        maven.resolve(
            Pom.of(
                List.of(Readme.bom()),
                List.of(EVENKEEL, dependency("com.squareup.okhttp3:okhttp:4.12.0"))));
    List<Artifact> reversed = new ArrayList<>(classPath.artifacts());
    Collections.reverse(reversed);

    String message = refusal(new ClassPath(reversed));
    assertTrue(message.startsWith("OkHttp 4.12.0 is too old"), message);
  }

  @Test
  void feignFirstWithoutTheBomGivesAnOkHttp5ThatIsTooOld() throws Exception {
    ClassPath classPath =
        maven.resolve(
            Pom.of(
                List.of(),
                List.of(dependency("io.github.openfeign:feign-okhttp:13.12"), EVENKEEL)));

    String message = refusal(classPath);
    assertTrue(message.startsWith("OkHttp 5.3.2 is too old"), message);
    assertNames("okhttp-jvm-5.3.2.jar", message);
  }

  @Test
  void anotherBomThatManagesOkHttp4WinsIfItIsImportedFirst() throws Exception {
    ClassPath classPath =
        maven.resolve(
            Pom.of(
                List.of(
                    bom("org.springframework.boot:spring-boot-dependencies:3.3.13"), Readme.bom()),
                List.of(EVENKEEL)));

    assertNames("okhttp-4.12.0.jar", refusal(classPath));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.squareup.retrofit2:retrofit:3.0.0",
        "io.github.openfeign:feign-okhttp:13.12",
        "io.fabric8:kubernetes-httpclient-okhttp:7.5.2"
      })
  void theXmlInTheMessageMendsIt(String library) throws Exception {
    Pom wrong = Pom.of(List.of(), List.of(dependency(library), EVENKEEL));
    Matcher xml =
        Pattern.compile("<dependency>.*</dependency>", Pattern.DOTALL)
            .matcher(refusal(maven.resolve(wrong)));
    assertTrue(xml.find());

    ClassPath mended = maven.resolve(Pom.of(List.of(xml.group()), wrong.dependencies()));

    assertEquals(200, mended.run(BalancedRequest.class));
    assertTrue(
        mended.ofGroup("com.squareup.okhttp3").contains("okhttp-jvm:" + OK_HTTP),
        "the message recommends another version than the BOM has: " + xml.group());
  }

  @Test
  void connectionRecyclingAloneDoesNotMind() throws Exception {
    ClassPath classPath = maven.resolve(Pom.of(List.of(), List.of(RETROFIT, EVENKEEL)));

    assertEquals(200, classPath.run(RecycledRequest.class));
  }

  private static String refusal(ClassPath classPath) {
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class,
            () -> classPath.run(BalancedRequest.class),
            () -> classPath.ofGroup("com.squareup.okhttp3").toString());
    return String.valueOf(refusal.getMessage());
  }

  private static void assertNames(String jar, String message) {
    assertTrue(message.contains("/" + jar), message);
  }
}
