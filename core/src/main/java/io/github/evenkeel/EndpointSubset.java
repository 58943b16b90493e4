/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static java.util.stream.Collectors.joining;

import io.github.evenkeel.internal.option.Check;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Some of a service's endpoints, by their {@linkplain Endpoint#labels() labels}, such as one
 * version of the service. Envoy's term.
 *
 * <pre>{@code
 * EndpointSubset stable = EndpointSubset.where("version", "v1", "v2").and("tier", "gold");
 * }</pre>
 *
 * <p>Immutable. Two are equal if they ask for the same values of the same labels.
 */
public final class EndpointSubset {
  private final SortedMap<String, SortedSet<String>> labels;
  private final boolean negated;

  private EndpointSubset(SortedMap<String, SortedSet<String>> labels, boolean negated) {
    this.labels = labels;
    this.negated = negated;
  }

  /**
   * The endpoints that have a label with one of some values.
   *
   * @param values at least one
   * @throws IllegalArgumentException if there are no values
   */
  public static EndpointSubset where(String label, String... values) {
    return new EndpointSubset(Collections.emptySortedMap(), false).and(label, values);
  }

  /**
   * Those of these endpoints that also have a label with one of some values.
   *
   * @param values at least one
   * @throws IllegalArgumentException if there are no values, or these are the {@linkplain #others()
   *     others} of a subset, or the label was asked for before
   */
  public EndpointSubset and(String label, String... values) {
    Check.notNull(label, "label of a subset", "the name of a label");
    Check.notNull(values, "values of label " + label + " of a subset", "values");
    Collection<String> all =
        Check.noNulls(
            Arrays.asList(values), "values of label " + label + " of a subset", "a value");
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "values of label " + label + " of a subset must be at least 1, but were 0");
    }
    if (negated || labels.containsKey(label)) {
      throw new IllegalArgumentException(
          "subset "
              + this
              + " cannot be narrowed by label "
              + label
              + "; give all values of a label at once, and narrow before others()");
    }
    SortedMap<String, SortedSet<String>> more = new TreeMap<>(labels);
    more.put(label, Collections.unmodifiableSortedSet(new TreeSet<>(all)));
    return new EndpointSubset(Collections.unmodifiableSortedMap(more), false);
  }

  /** All endpoints that are not in this subset. */
  public EndpointSubset others() {
    return new EndpointSubset(labels, !negated);
  }

  /** Whether an endpoint is in this subset. */
  public boolean contains(Endpoint endpoint) {
    Check.notNull(endpoint, "endpoint", "an Endpoint");
    return negated != labels.entrySet().stream().allMatch(label -> has(endpoint, label));
  }

  private static boolean has(Endpoint endpoint, Map.Entry<String, ? extends Set<String>> label) {
    String value = endpoint.labels().get(label.getKey());
    return value != null && label.getValue().contains(value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EndpointSubset that
        && labels.equals(that.labels)
        && negated == that.negated;
  }

  @Override
  public int hashCode() {
    return 2 * labels.hashCode() + (negated ? 1 : 0);
  }

  /** As in a Kubernetes selector, such as {@code tier in (gold), version in (v1, v2)}. */
  @Override
  public String toString() {
    String wanted =
        labels.entrySet().stream()
            .map(label -> label.getKey() + " in (" + String.join(", ", label.getValue()) + ")")
            .collect(joining(", "));
    return negated ? "not (" + wanted + ")" : wanted;
  }
}
