/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a soak found, and whether that is as it must be.
 *
 * @param time how long the load lasted
 * @param requests how many requests were to be sent
 * @param fates what became of them
 * @param examples some of those that should not have come to what they did
 * @param incidents what befell the pods, and how often
 * @param inFlight requests that balancing believed under way when all were over
 * @param socketsCreated how many sockets the clients made
 * @param socketsOpen how many of them were open after closing
 * @param busyThreads threads of OkHttp or Evenkeel that had not come to rest after closing
 * @param heap what was in use after a full collection, in bytes, at even intervals under load
 * @param leftovers objects that outlived what they were for, by class
 */
record Findings(
    Duration time,
    int requests,
    Map<Fate, Long> fates,
    List<String> examples,
    Map<Incident, Integer> incidents,
    int inFlight,
    int socketsCreated,
    int socketsOpen,
    List<String> busyThreads,
    List<Long> heap,
    Map<String, Long> leftovers) {

  /**
   * How much the heap may grow for each request: less than the smallest object, so that one kept
   * for each is found.
   */
  static final double HEAP_BYTES_PER_REQUEST = 12;

  /** Classes are loaded and buffers find their size in the beginning; less tells nothing. */
  static final Duration LONG_ENOUGH_FOR_A_TREND = Duration.ofMinutes(3);

  Findings {
    fates = Map.copyOf(fates);
    examples = List.copyOf(examples);
    incidents = Map.copyOf(incidents);
    busyThreads = List.copyOf(busyThreads);
    heap = List.copyOf(heap);
    leftovers = Map.copyOf(leftovers);
  }

  /** What is wrong, in words; empty if nothing is. */
  List<String> violations() {
    List<String> violations = new ArrayList<>();
    for (Fate fate : Fate.values()) {
      if (fate.isViolation() && count(fate) > 0) {
        violations.add(fate + ": " + count(fate));
      }
    }
    long over = fates.values().stream().mapToLong(Long::longValue).sum();
    if (over != requests) {
      violations.add("of " + requests + " requests " + over + " came to an end");
    }
    if (count(Fate.ANSWERED) == 0) {
      violations.add("no request was answered");
    }
    if (inFlight != 0) {
      violations.add("requests in flight when all were over: " + inFlight);
    }
    if (socketsOpen != 0) {
      violations.add("sockets open after closing: " + socketsOpen);
    }
    if (!busyThreads.isEmpty()) {
      violations.add("threads still busy after closing: " + busyThreads);
    }
    leftovers.forEach(
        (name, count) -> {
          if (count > 0) {
            violations.add("left over after closing: " + count + " " + name);
          }
        });
    if (tellsTrend() && heapBytesPerRequest() > HEAP_BYTES_PER_REQUEST) {
      violations.add(
          "the heap grows by %.1f bytes for each request, more than %.0f"
              .formatted(heapBytesPerRequest(), HEAP_BYTES_PER_REQUEST));
    }
    return violations;
  }

  long count(Fate fate) {
    return fates.getOrDefault(fate, 0L);
  }

  boolean tellsTrend() {
    return time.compareTo(LONG_ENOUGH_FOR_A_TREND) >= 0;
  }

  /** The trend of the heap, without the first tenth of the run. */
  double heapBytesPerRequest() {
    List<Long> settled = heap.subList(heap.size() / 10, heap.size());
    return Trend.slope(settled) * heap.size() / requests;
  }
}
