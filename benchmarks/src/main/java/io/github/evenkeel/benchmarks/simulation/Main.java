/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Plays everything and writes the results that are committed. */
public final class Main {
  private static final long SEED = 2026;
  private static final int RUNS = 5;
  private static final double MINUTES_OF_OVERLOAD = 5;

  private static final int REQUESTS_IN_ZONES = 400_000;

  private Main() {}

  /**
   * Writes the pages {@code simulation.md}, {@code overload.md} and {@code zones.md} and the plots
   * in {@code simulation/}, and the small form that the tests compare with.
   *
   * @param args the folder for the pages, and the file for the small form
   * @throws IOException if one cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "arguments must be the folder of the pages and the file of the small form, but were "
              + String.join(" ", args));
    }
    Path folder = Path.of(args[0]);
    Tournament full = Tournament.play(SEED, RUNS, Contestant.all(), new Scenes(1));
    Files.createDirectories(folder.resolve("simulation"));
    Files.writeString(folder.resolve("simulation.md"), new Report(full).toMarkdown());
    for (Map.Entry<String, String> plot : new Plots(full).all().entrySet()) {
      Files.writeString(folder.resolve("simulation").resolve(plot.getKey()), plot.getValue());
    }
    Files.writeString(
        folder.resolve("overload.md"), new OverloadPage(SEED, MINUTES_OF_OVERLOAD).toMarkdown());
    Files.writeString(
        folder.resolve("zones.md"), new ZonesPage(SEED, REQUESTS_IN_ZONES).toMarkdown());
    Files.writeString(Path.of(args[1]), smallForm());
  }

  /** The same in a few seconds, too short to mean anything: for tests. */
  static String smallForm() {
    Tournament small = Tournament.play(SEED, 1, Contestant.all(), new Scenes(0.05));
    StringBuilder form =
        new StringBuilder(
                "<!-- For a test to compare with; played too short to mean anything. -->\n")
            .append(new Report(small).toMarkdown());
    new Plots(small).all().forEach((name, plot) -> form.append('\n').append(plot));
    return form.toString();
  }
}
