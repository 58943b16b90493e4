/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import com.google.common.base.Splitter;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads endpoints from text: addresses between commas or line breaks, each with properties behind
 * semicolons, and comments from a {@code #} to the end of its line.
 *
 * <pre>
 * 10.0.0.1:8080, 10.0.0.2:8080;weight=2   # two of them
 * [2001:db8::1]:8080;zone=a;node=n1
 * </pre>
 */
final class EndpointList {
  private static final Splitter LINES = Splitter.onPattern("\\R");
  private static final Splitter ENTRIES = Splitter.on(',').trimResults().omitEmptyStrings();
  private static final Splitter PARTS = Splitter.on(';').trimResults();
  private static final String PROPERTIES = "weight=2, zone=a or node=n1";

  private EndpointList() {}

  /**
   * Returns the endpoints in their order; none if there is nothing but comments.
   *
   * @throws IllegalArgumentException that tells the line, what it has, and what it must have
   */
  static List<Endpoint> parse(String text) {
    List<Endpoint> endpoints = new ArrayList<>();
    Map<EndpointId, Integer> lines = new HashMap<>();
    int number = 0;
    for (String line : LINES.split(text)) {
      number++;
      int comment = line.indexOf('#');
      for (String entry : ENTRIES.split(comment < 0 ? line : line.substring(0, comment))) {
        try {
          Endpoint endpoint = endpoint(entry);
          Integer before = lines.putIfAbsent(endpoint.id(), number);
          if (before != null) {
            throw new IllegalArgumentException(
                "each endpoint must be named once, but "
                    + endpoint
                    + " is in line "
                    + before
                    + " too");
          }
          endpoints.add(endpoint);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
        }
      }
    }
    return endpoints;
  }

  private static Endpoint endpoint(String entry) {
    List<String> parts = PARTS.splitToList(entry);
    Endpoint.Builder endpoint = Endpoint.builder(parts.get(0));
    Set<String> names = new HashSet<>();
    for (String property : parts.subList(1, parts.size())) {
      int equals = property.indexOf('=');
      String name = equals < 0 ? property : property.substring(0, equals).strip();
      String value = equals < 0 ? "" : property.substring(equals + 1).strip();
      if (value.isEmpty() || !names.add(name)) {
        throw notAProperty(property, entry);
      }
      switch (name) {
        case "weight" -> endpoint.weight(number(value, entry));
        case "zone" -> endpoint.zone(value);
        case "node" -> endpoint.node(value);
        default -> throw notAProperty(property, entry);
      }
    }
    return endpoint.build();
  }

  private static double number(String value, String entry) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw notAProperty("weight=" + value, entry);
    }
  }

  private static IllegalArgumentException notAProperty(String found, String entry) {
    return new IllegalArgumentException(
        "each property of an endpoint must be one of "
            + PROPERTIES
            + ", each at most once, but \""
            + entry
            + "\" has \""
            + found
            + "\"");
  }
}
