/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Soaks, and tells how it went. */
public final class Main {
  private static final int REQUESTS_PER_SECOND = 400;
  private static final int PODS = 5;

  private Main() {}

  /**
   * Runs, writes a page about it, and ends with status 1 if anything is not as it must be.
   *
   * @param args how many minutes, the seed, and the file to write
   * @throws IOException if a pod cannot start or the file cannot be written
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 3) {
      throw new IllegalArgumentException(
          "arguments must be minutes, seed and page, but were " + String.join(" ", args));
    }
    Logs.silencePods();
    Duration time = Duration.ofMillis((long) (60_000 * Double.parseDouble(args[0])));
    Soak soak = new Soak(time, REQUESTS_PER_SECOND, PODS, Soak.RETRIES, Long.parseLong(args[1]));
    Findings findings = soak.run();
    String page = new Report(soak, findings).page();
    Path file = Path.of(args[2]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, page);
    System.out.println(page.substring(page.indexOf("## What happened")));
    System.exit(findings.violations().isEmpty() ? 0 : 1);
  }
}
