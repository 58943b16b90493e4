/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Something that measurements are to reach.
 *
 * @param text what is demanded
 * @param benchmark the benchmark that it is about
 * @param held which measurements are held to it
 * @param figure the figure that counts; empty where there is none
 * @param bound what the figure may be at most
 * @param unit of the figure
 */
record Goal(
    String text,
    String benchmark,
    Predicate<Cell> held,
    BiFunction<Results, Measurement, Optional<Figure>> figure,
    Function<Cell, OptionalDouble> bound,
    String unit) {
  /** A lease with room for three references and three numbers. */
  static final double SMALL_OBJECT_BYTES = 48;

  private static final double UPDATE_MICROS = 1000;

  static final List<Goal> ALL =
      List.of(
          timesFloor("O(1) algorithms: at most 1.5 × the floor", Budget.CONSTANT),
          timesFloor("Bounded loads: at most 2.5 × the floor", Budget.BOUNDED_LOADS),
          timesFloor(
              "The default: at most 2 × the floor at 10, 3 × at 100, 8 × at 1000 endpoints",
              Budget.DEFAULT),
          new Goal(
              "Every algorithm: at most the time of the fastest peer of the same discipline, at 10 and"
                  + " 100 endpoints",
              "sameWork",
              cell -> cell.contender().isOurs(),
              Results::timesFastestPeer,
              cell -> OptionalDouble.of(1),
              "×"),
          new Goal(
              "Every algorithm: one small object for each request, at most 48 bytes",
              "sameWork",
              cell -> cell.contender().isOurs(),
              (results, it) -> Optional.of(Figure.bytes(it)),
              cell -> OptionalDouble.of(SMALL_OBJECT_BYTES),
              " bytes"),
          new Goal(
              "The default: at most 1 ms for a change of 1 of 5000 endpoints",
              "changeOne",
              cell -> cell.contender() == Contender.DEFAULT,
              (results, it) -> Optional.of(Figure.time(it)),
              cell -> OptionalDouble.of(UPDATE_MICROS),
              " µs"));

  private static Goal timesFloor(String text, Budget budget) {
    return new Goal(
        text,
        "sameWork",
        cell -> cell.contender().budget() == budget,
        Results::timesFloor,
        cell -> budget.at(cell.endpoints()),
        "×");
  }

  /** The measurements that are held to this goal; the worst first, relative to its bound. */
  List<Check> checks(Results results) {
    return results
        .of(benchmark)
        .filter(it -> held.test(it.cell()))
        .flatMap(it -> figure.apply(results, it).map(found -> check(it, found)).stream())
        .sorted(Check.WORST_FIRST)
        .toList();
  }

  private Check check(Measurement measurement, Figure found) {
    return new Check(
        measurement, found, bound.apply(measurement.cell()).orElse(Double.POSITIVE_INFINITY));
  }
}
