/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The page on the API lists every public type and member, each in one line, and none that is gone.
 */
class ApiPageTest {
  private static final Path PAGE = Path.of("..", "docs", "api.md");
  private static final Pattern PACKAGE = Pattern.compile("## `(\\S+)`");
  private static final Pattern TYPE = Pattern.compile("### `(\\S+)`: \\S.*");
  private static final Pattern MEMBER = Pattern.compile("- `([^`]+)`: \\S.*");

  @Test
  void everyPublicMemberIsInThePageAndNoOther() throws IOException {
    Set<String> inCode = new TreeSet<>();
    for (Class<?> type : PublicApi.types()) {
      String name = type.getPackageName() + " " + PublicApi.name(type);
      inCode.add(name);
      PublicApi.members(type).forEach(member -> inCode.add(name + " " + member));
    }
    Set<String> inPage = entries();

    Set<String> missing = new TreeSet<>(inCode);
    missing.removeAll(inPage);
    Set<String> gone = new TreeSet<>(inPage);
    gone.removeAll(inCode);
    assertEquals(Set.of(), missing, "public, but not in docs/api.md");
    assertEquals(Set.of(), gone, "in docs/api.md, but not public");
  }

  private static Set<String> entries() throws IOException {
    Set<String> entries = new TreeSet<>();
    List<String> twice = new ArrayList<>();
    String packageName = "";
    String type = "";
    for (String line : Files.readAllLines(PAGE)) {
      Matcher heading = PACKAGE.matcher(line);
      if (heading.matches()) {
        packageName = heading.group(1);
        continue;
      }
      Matcher typeHeading = TYPE.matcher(line);
      Matcher member = MEMBER.matcher(line);
      String entry = null;
      if (typeHeading.matches()) {
        type = packageName + " " + typeHeading.group(1);
        entry = type;
      } else if (member.matches()) {
        entry = type + " " + member.group(1);
      }
      if (entry != null && !entries.add(entry)) {
        twice.add(entry);
      }
    }
    assertEquals(List.of(), twice, "twice in docs/api.md");
    return entries;
  }
}
