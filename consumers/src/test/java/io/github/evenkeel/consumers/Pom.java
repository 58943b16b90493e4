/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import java.util.List;

/**
 * The pom of somebody's project, as far as it decides the class path.
 *
 * @param parent the parent's element, or nothing
 * @param managed the elements of the dependency management, in their order
 * @param dependencies the elements of the dependencies, in their order
 */
record Pom(String parent, List<String> managed, List<String> dependencies) {
  static final String GROUP = "com.example";
  static final String ARTIFACT = "shop";

  static Pom of(List<String> managed, List<String> dependencies) {
    return new Pom("", managed, dependencies);
  }

  Pom withParent(String coordinates) {
    return new Pom("<parent>" + inner(coordinates) + "</parent>", managed, dependencies);
  }

  /** Writes a dependency of the given group, artifact and, unless it is managed, version. */
  static String dependency(String coordinates) {
    return "<dependency>" + inner(coordinates) + "</dependency>";
  }

  /** Writes the import of a BOM. */
  static String bom(String coordinates) {
    return "<dependency>"
        + inner(coordinates)
        + "<type>pom</type><scope>import</scope></dependency>";
  }

  private static String inner(String coordinates) {
    String[] parts = coordinates.split(":", -1);
    return "<groupId>%s</groupId><artifactId>%s</artifactId>".formatted(parts[0], parts[1])
        + (parts.length == 2 ? "" : "<version>" + parts[2] + "</version>");
  }

  /** The pom as it stands in a file. */
  String xml(String version) {
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          %s
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
          <dependencyManagement><dependencies>
          %s
          </dependencies></dependencyManagement>
          <dependencies>
          %s
          </dependencies>
        </project>
        """
        .formatted(
            parent,
            GROUP,
            ARTIFACT,
            version,
            String.join("\n", managed),
            String.join("\n", dependencies));
  }
}
