/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The limits of every range are accepted, and what is next to them is refused. */
class RangesTest {

  @Test
  void sizesOfARing() {
    int largest = 8_388_608;
    assertEquals(new Algorithms.RingHash(1, 1), Algorithms.ringHash(1, 1));
    assertEquals(new Algorithms.RingHash(1, largest), Algorithms.ringHash(1, largest));
    assertEquals(new Algorithms.RingHash(largest, largest), Algorithms.ringHash(largest, largest));
    BadInput.assertRefused(() -> Algorithms.ringHash(0, 1), "minimum 0");
    BadInput.assertRefused(() -> Algorithms.ringHash(2, 1), "minimum 2 and maximum 1");
    BadInput.assertRefused(() -> Algorithms.ringHash(1, largest + 1), "maximum 8388609");
  }

  @Test
  void aRingOfOnePointForEachWorks() {
    Scene scene = new Scene(Algorithms.ringHash(1, 1)).with(3);

    assertEquals(3, HashAlgorithmTest.owners(scene, 1_000).values().stream().distinct().count());
  }

  @Test
  void theTableOfMaglev() {
    assertEquals(new Algorithms.Maglev(2), Algorithms.maglev(2));
    assertEquals(new Algorithms.Maglev(5_000_011), Algorithms.maglev(5_000_011));
    BadInput.assertRefused(() -> Algorithms.maglev(1), "but was 1");
    // The next prime.
    BadInput.assertRefused(() -> Algorithms.maglev(5_000_077), "but was 5000077");
  }

  @Test
  void theDecayOfPeakEwma() {
    Duration least = Duration.ofMillis(10);
    Duration most = Duration.ofHours(1);
    assertEquals(new Load.PeakEwma(least), Load.peakEwma(least));
    assertEquals(new Load.PeakEwma(most), Load.peakEwma(most));
    BadInput.assertRefused(() -> Load.peakEwma(least.minusNanos(1)), "from 10 ms to 1 h");
    BadInput.assertRefused(() -> Load.peakEwma(most.plusNanos(1)), "from 10 ms to 1 h");
  }

  @Test
  void theFactorOfBoundedLoads() {
    double least = Math.nextUp(1.0);
    HashAlgorithm hash = Algorithms.rendezvous();
    assertEquals(new HashAlgorithm.BoundedLoads(hash, least), hash.boundedLoads(least));
    assertEquals(new HashAlgorithm.BoundedLoads(hash, 100), hash.boundedLoads(100));
    BadInput.assertRefused(() -> hash.boundedLoads(1), "but was 1");
    BadInput.assertRefused(() -> hash.boundedLoads(Double.MAX_VALUE), "at most 100");
    BadInput.assertRefused(() -> hash.boundedLoads(125), "but was 125.0; did you mean 1.25?");
    BadInput.assertRefused(() -> hash.boundedLoads(Double.NaN), "but was NaN");
  }

  @Test
  void theNumberOfStickyKeys() {
    assertEquals(new Algorithms.Sticky(1), Algorithms.sticky(1));
    assertEquals(new Algorithms.Sticky(Integer.MAX_VALUE), Algorithms.sticky(Integer.MAX_VALUE));
    BadInput.assertRefused(() -> Algorithms.sticky(0), "but was 0");
  }

  @Test
  void theWindowOfSlowStart() {
    Duration least = Duration.ofNanos(1);
    Duration most = Duration.ofDays(1);
    assertEquals(least, SlowStart.builder(least).build().window());
    assertEquals(most, SlowStart.builder(most).build().window());
    BadInput.assertRefused(() -> SlowStart.builder(Duration.ZERO), "but was 0 s");
    BadInput.assertRefused(() -> SlowStart.builder(most.plusNanos(1)), "but was 1 d 0.0");
  }

  @Test
  void theLeastWeightOfSlowStart() {
    SlowStart.Builder builder = SlowStart.builder(Duration.ofDays(1));
    assertEquals(1, builder.minWeightPercent(100).build().factor(Duration.ZERO));
    assertEquals(0.01, builder.minWeightPercent(1).build().factor(Duration.ZERO));
    BadInput.assertRefused(() -> builder.minWeightPercent(0), "from 1 to 100, but was 0");
    BadInput.assertRefused(() -> builder.minWeightPercent(0.1), "but was 0.1; did you mean 10?");
    BadInput.assertRefused(() -> builder.minWeightPercent(Math.nextUp(100.0)), "but was 100.0");
  }

  @Test
  void theWeightOfAnEndpoint() {
    Endpoint.Builder builder = Endpoint.builder("10.1.2.3:8080");
    assertEquals(1e-6, builder.weight(1e-6).build().weight());
    assertEquals(1e6, builder.weight(1e6).build().weight());
    for (double weight : new double[] {9e-7, 1_000_001, 1e308, Double.MIN_VALUE}) {
      BadInput.assertRefused(
          () -> builder.weight(weight), "must be from 0.000001 to 1000000, but was " + weight);
    }
  }

  @Test
  void theAggressionOfSlowStart() {
    SlowStart.Builder builder = SlowStart.builder(Duration.ofSeconds(100)).minWeightPercent(1);
    Duration half = Duration.ofSeconds(50);
    assertEquals(0.01, builder.aggression(0.01).build().factor(half));
    assertEquals(0.99, builder.aggression(100).build().factor(half), 0.01);
    BadInput.assertRefused(() -> builder.aggression(0), "but was 0");
    BadInput.assertRefused(() -> builder.aggression(Double.MAX_VALUE), "from 0.01 to 100");
  }
}
