/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import com.google.common.base.Splitter;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What is alive on the heap after a full collection, as HotSpot's class histogram tells it.
 *
 * @param usedBytes how much of the heap is in use
 * @param instances how many objects there are of each class that is watched
 */
record Memory(long usedBytes, Map<String, Long> instances) {
  /** One of each for a call, a connection or a pod; none may outlive what it is for. */
  private static final List<String> WATCHED =
      List.of(
          "io.github.evenkeel.okhttp.internal.call.Attempt",
          "io.github.evenkeel.okhttp.internal.call.CallState",
          "io.github.evenkeel.okhttp.internal.call.RunningCalls$Entry",
          "io.github.evenkeel.okhttp.internal.transport.EndpointTransport",
          "io.github.evenkeel.okhttp.internal.transport.EndpointSocket",
          "okhttp3.internal.connection.RealConnection");

  private static final Splitter SPACES = Splitter.on(' ').omitEmptyStrings();

  static Memory measure() {
    String histogram = histogram();
    Map<String, Long> instances = new LinkedHashMap<>();
    for (String watched : WATCHED) {
      try {
        Class.forName(watched); // One that was renamed would seem never to leak.
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
      instances.put(watched, 0L);
    }
    long used = 0;
    for (String line : histogram.lines().toList()) {
      // "   1:   5000   240000  java.lang.String (java.base@17)"; the last line is "Total 5 7".
      List<String> cells = SPACES.splitToList(line);
      if (cells.size() >= 3 && cells.get(0).equals("Total")) {
        used = Long.parseLong(cells.get(2));
      } else if (cells.size() >= 4) {
        instances.computeIfPresent(cells.get(3), (name, none) -> Long.parseLong(cells.get(1)));
      }
    }
    return new Memory(used, instances);
  }

  private static String histogram() {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    try {
      ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
      return (String)
          beans.invoke(
              commands,
              "gcClassHistogram",
              new Object[] {new String[0]},
              new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new IllegalStateException("this JVM has no class histogram", e);
    }
  }
}
