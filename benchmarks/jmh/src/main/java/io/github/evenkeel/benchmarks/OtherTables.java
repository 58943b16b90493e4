/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.Comparator;
import java.util.List;

/** The tables that stand beside those of the disciplines. */
final class OtherTables {
  private final Results results;

  OtherTables(Results results) {
    this.results = results;
  }

  /** Requests of which eight are in flight at any time. */
  String overlapping() {
    return Markdown.table(
        List.of("", "× the floor", "ns", "B/op"),
        1,
        results
            .of("overlapping")
            .map(
                it ->
                    List.of(
                        it.cell().contender().label(),
                        ratio(it),
                        Markdown.time(it),
                        Markdown.number(it.bytes(), 0)))
            .toList());
  }

  /** Changes of one endpoint. */
  String updates() {
    return Markdown.table(
        List.of("", "hosts", "µs"),
        2,
        results
            .of("changeOne")
            .map(
                it ->
                    List.of(
                        it.cell().contender().label(),
                        it.cell().scene().toString(),
                        Markdown.time(it)))
            .toList());
  }

  /** Peers without the records that the other tables add to them. */
  String asShipped() {
    return Markdown.table(
        List.of("", "does", "ns"),
        2,
        results
            .of("asShipped")
            .sorted(Comparator.comparing(it -> it.cell().contender()))
            .map(
                it ->
                    List.of(
                        it.cell().contender().label(),
                        it.cell().contender().work().toString(),
                        Markdown.time(it)))
            .toList());
  }

  private String ratio(Measurement it) {
    return results.timesFloor(it).map(ratio -> Markdown.number(ratio.value(), 2)).orElse("–");
  }
}
