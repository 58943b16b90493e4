/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every snippet of the page on discovery compiles as it stands there. */
class DiscoveryPageTest {
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void everySnippetCompiles() throws IOException {
    List<String> snippets =
        SNIPPET
            .matcher(Files.readString(Path.of("..", "docs", "discovery.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertFalse(snippets.isEmpty());
    StringBuilder members = new StringBuilder();
    for (String snippet : snippets) {
      members.append(
          snippet.startsWith("final class")
              ? "static " + snippet
              : """
                static void snippet%d(
                    EndpointSource kubernetes, EndpointSource dns, EndpointSource file) {
                  %s
                }
                """
                  .formatted(members.length(), snippet));
    }
    Path source =
        Files.writeString(
            folder.resolve("Page.java"),
            """
            import io.github.evenkeel.*;
            import io.github.evenkeel.discovery.*;
            import io.github.evenkeel.dns.*;
            import java.io.IOException;
            import java.net.InetSocketAddress;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.function.Supplier;

            class Page {
              interface Registry {
                List<Endpoint> instancesOf(String service) throws IOException;
              }

              %s
            }
            """
                .formatted(members));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-Xlint:all",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertEquals(0, status, "a snippet of docs/discovery.md does not compile");
  }
}
