/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The XML that the README tells its readers to copy. */
final class Readme {
  private static final Pattern XML =
      Pattern.compile(
          "```xml\\s*<dependencyManagement>(.*?)</dependencyManagement>"
              + "\\s*<dependencies>(.*?)</dependencies>\\s*```",
          Pattern.DOTALL);
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);

  private Readme() {}

  /** What it tells to manage: the import of the BOM. */
  static String bom() {
    return String.join("", elements(1));
  }

  /** The dependency on one of Evenkeel's modules, or what else it tells to depend on. */
  static String dependency(String artifact) {
    return elements(2).stream()
        .filter(element -> element.contains("<artifactId>" + artifact + "</artifactId>"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("README.md's XML does not depend on " + artifact));
  }

  private static List<String> elements(int group) {
    Matcher xml = XML.matcher(text());
    if (!xml.find()) {
      throw new AssertionError("README.md has no XML that manages and has dependencies");
    }
    return DEPENDENCY.matcher(xml.group(group)).results().map(MatchResult::group).toList();
  }

  private static String text() {
    try {
      return Files.readString(Path.of("..", "README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
