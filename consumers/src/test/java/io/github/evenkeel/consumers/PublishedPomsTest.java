/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.model.Model;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maven Central refuses poms that do not tell what, whose and under which license they are. */
class PublishedPomsTest {
  private static final String HOME = "https://github.com/evenkeel/evenkeel";

  @ParameterizedTest
  @ValueSource(strings = {".", "bom"})
  void thoseWithoutAParentTellEverything(String module) throws Exception {
    Model pom = read(module);

    assertEquals(HOME, pom.getUrl());
    assertEquals("Apache-2.0", pom.getLicenses().get(0).getName());
    assertEquals("The Evenkeel Authors", pom.getDevelopers().get(0).getName());
    assertEquals(HOME, pom.getScm().getUrl());
    assertNotNull(pom.getScm().getConnection());
    assertNotNull(pom.getScm().getDeveloperConnection());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".", "bom", "core", "okhttp-integration", "k8s-discovery", "dns-discovery"})
  void eachHasANameAndADescriptionOfItsOwn(String module) throws Exception {
    Model pom = read(module);

    assertFalse(pom.getName().isBlank());
    assertFalse(pom.getDescription().isBlank());
  }

  /** The same for every module, since a child's would have its artifact's name at the end. */
  @Test
  void childrenInheritTheUrlsAsTheyStand() throws Exception {
    Model pom = read(".");

    assertEquals("false", pom.getChildProjectUrlInheritAppendPath());
    assertEquals("false", pom.getScm().getChildScmUrlInheritAppendPath());
    assertEquals("false", pom.getScm().getChildScmConnectionInheritAppendPath());
    assertEquals("false", pom.getScm().getChildScmDeveloperConnectionInheritAppendPath());
  }

  private static Model read(String module) throws Exception {
    try (InputStream in = Files.newInputStream(Path.of("..", module, "pom.xml"))) {
      return new MavenXpp3Reader().read(in);
    }
  }
}
