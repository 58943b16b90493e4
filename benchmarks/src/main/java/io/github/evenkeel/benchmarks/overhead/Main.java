/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Measures what wrapping costs, and writes the page about it. */
public final class Main {
  private static final Duration ROUND = Duration.ofMillis(200);

  private Main() {}

  /**
   * Measures and writes.
   *
   * @param args the file to write, and {@code true} for a quick run, whose figures are only good
   *     for seeing that it works
   * @throws IOException if a call fails or the file cannot be written
   * @throws InterruptedException if interrupted
   * @throws ExecutionException if a call fails on its thread
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "arguments must be the file of the page and true or false for quick, but were "
              + String.join(" ", args));
    }
    boolean quick = Boolean.parseBoolean(args[1]);
    Contest plain = new Contest(ROUND, 3, 8);
    Contest retried = new Contest(ROUND, 2, 4);
    int sittings = quick ? 1 : 7;
    Map<Report.PlainScene, Comparison> plainCalls = new LinkedHashMap<>();
    Map<Report.PlainScene, Comparison> ledCalls = new LinkedHashMap<>();
    Map<Report.RetryScene, Comparison> retriedCalls = new LinkedHashMap<>();
    for (int sitting = 0; sitting <= sittings; sitting++) {
      for (Wire wire : Wire.values()) {
        for (int threads : new int[] {1, 16}) {
          Report.PlainScene scene = new Report.PlainScene(wire, threads);
          plainCalls.merge(scene, new Scenes(plain).plain(wire, threads), Comparison::and);
          ledCalls.merge(scene, new Scenes(plain).led(wire, threads), Comparison::and);
        }
        for (Detour detour : Detour.values()) {
          retriedCalls.merge(
              new Report.RetryScene(wire, detour),
              new Scenes(retried).retried(wire, detour),
              Comparison::and);
        }
      }
      if (sitting == 0) {
        // It only served to compile the code.
        plainCalls.clear();
        ledCalls.clear();
        retriedCalls.clear();
      }
    }
    Path page = Path.of(args[0]);
    Files.createDirectories(page.toAbsolutePath().getParent());
    Files.writeString(
        page, new Report(sittings, plain, plainCalls, ledCalls, retried, retriedCalls).page());
  }
}
