/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Measures wrapped clients beside HAProxy, and writes the page about it. */
public final class Main {
  private Main() {}

  /**
   * Measures and writes.
   *
   * @param args the file to write, how many rounds, how many seconds each run of the race lasts
   *     before it is measured, how many seconds it is measured, and how many seconds a client is in
   *     use before its spread is counted
   * @throws IOException if HAProxy is not installed, a request fails or the file cannot be written
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 5) {
      throw new IllegalArgumentException(
          "arguments must be page, rounds, and the seconds of warming up, measuring and life, but"
              + " were "
              + String.join(" ", args));
    }
    Path page = Path.of(args[0]);
    Plan plan =
        new Plan(
            Integer.parseInt(args[1]),
            Double.parseDouble(args[2]),
            Double.parseDouble(args[3]),
            Double.parseDouble(args[4]));
    String haproxy = HaproxyProcess.version();
    Report report = new Report(plan, haproxy, race(plan), coldPod(plan), evenSpread(plan));
    Files.createDirectories(page.toAbsolutePath().getParent());
    Files.writeString(page, report.page());
  }

  private static Standings race(Plan plan) throws IOException, InterruptedException {
    Race race = new Race(plan.warmUpSeconds(), plan.seconds());
    for (Contestant contestant : List.of(Haproxy.LEASTCONN, Evenkeel.DEFAULT)) {
      race.run(Race.Scene.ALL.get(0), contestant, 0); // It only serves to compile the code.
    }
    List<Map<Race.Scene, Heat>> rounds = new ArrayList<>();
    for (int round = 1; round <= plan.rounds(); round++) {
      System.out.println("Race, round " + round + " of " + plan.rounds());
      rounds.add(race.round(round));
    }
    return new Standings(rounds);
  }

  private static Map<Evenkeel, List<ColdPod.Result>> coldPod(Plan plan)
      throws IOException, InterruptedException {
    Map<Evenkeel, List<ColdPod.Result>> results = new EnumMap<>(Evenkeel.class);
    for (int round = 1; round <= plan.roundsBeside(); round++) {
      System.out.println("Cold pod, round " + round + " of " + plan.roundsBeside());
      for (Evenkeel contestant : ColdPod.CONTESTANTS) {
        results
            .computeIfAbsent(contestant, unused -> new ArrayList<>())
            .add(ColdPod.run(contestant, round));
      }
    }
    return results;
  }

  private static Map<Evenkeel, List<EvenSpread.Result>> evenSpread(Plan plan)
      throws IOException, InterruptedException {
    Map<Evenkeel, List<EvenSpread.Result>> results = new EnumMap<>(Evenkeel.class);
    for (int round = 1; round <= plan.roundsBeside(); round++) {
      System.out.println("Even spread, round " + round + " of " + plan.roundsBeside());
      for (Evenkeel contestant : EvenSpread.CONTESTANTS) {
        results
            .computeIfAbsent(contestant, unused -> new ArrayList<>())
            .add(EvenSpread.run(contestant, plan.lifeSeconds(), round));
      }
    }
    return results;
  }
}
