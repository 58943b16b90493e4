/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All measurements of a run, and how they compare with each other. */
final class Results {
  private final Map<Cell, Measurement> measurements = new LinkedHashMap<>();

  /** Forks of one cell are joined. */
  Results(Collection<Measurement> forks) {
    forks.forEach(fork -> measurements.merge(fork.cell(), fork, Measurement::with));
  }

  Stream<Measurement> of(String benchmark) {
    return measurements.values().stream().filter(it -> it.cell().benchmark().equals(benchmark));
  }

  Optional<Measurement> find(Cell cell) {
    return Optional.ofNullable(measurements.get(cell));
  }

  /** The ratio to the floor; empty if the floor was not measured. */
  Optional<Figure> timesFloor(Measurement it) {
    return find(it.cell().floor()).map(floor -> Figure.time(it).over(Figure.time(floor)));
  }

  /** The ratio to the fastest comparable peer; empty if there is none. */
  Optional<Figure> timesFastestPeer(Measurement it) {
    return measurements.values().stream()
        .filter(other -> other.cell().contender().isPeer() && other.cell().competesWith(it.cell()))
        .min(Comparator.comparingDouble(Measurement::time))
        .map(peer -> Figure.time(it).over(Figure.time(peer)));
  }
}
