/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page about one run: a template, and what its {@code {{places}}} are filled with. */
final class Page {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private Page() {}

  static String about(Results results, Effort effort, Conditions conditions) throws IOException {
    Properties versions = new Properties();
    versions.load(resource("versions.properties"));
    Object jmh = versions.remove("JMH");
    OtherTables others = new OtherTables(results);
    return fill(
        new String(resource("page.md").readAllBytes(), UTF_8),
        Map.of(
            "goals", new GoalTable(results),
            "oneThread", disciplines(results, 1),
            "twoThreads", disciplines(results, 2),
            "overlapping", others.overlapping(),
            "updates", others.updates(),
            "asShipped", others.asShipped(),
            "conditions", conditions,
            "effort", "JMH " + jmh + ", " + effort,
            "roundTrips", new RoundTripSummary(results),
            "peers", listed(versions)));
  }

  private static String fill(String template, Map<String, ?> contents) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    requireNonNull(contents.get(place.group(1)), place.group()).toString()));
  }

  private static String disciplines(Results results, int threads) {
    DisciplineTable table = new DisciplineTable(results);
    return Arrays.stream(Discipline.values())
        .map(it -> table.of(it, threads))
        .flatMap(Optional::stream)
        .collect(joining("\n\n"));
  }

  private static String listed(Properties versions) {
    return new TreeMap<>(versions)
        .entrySet().stream().map(it -> it.getKey() + " " + it.getValue()).collect(joining(", "));
  }

  private static InputStream resource(String name) {
    return requireNonNull(Page.class.getResourceAsStream(name), name);
  }
}
