/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides on each endpoint by itself whether it stays, and as what.
 *
 * <p>Where the user's function fails, what it said last of the same endpoint still counts; a new
 * endpoint is left out. So the function can neither empty the list nor keep the others from
 * changing.
 */
final class EachEndpoint extends Composition {
  private final Function<Endpoint, Optional<Endpoint>> function;
  private final Input input = newInput();

  /** What the function said of the endpoints of the last list. */
  private Map<EndpointId, Optional<Endpoint>> last = Map.of();

  EachEndpoint(String description, Function<Endpoint, Optional<Endpoint>> function) {
    super(description);
    this.function = function;
  }

  @Override
  List<Input> inputs() {
    return List.of(input);
  }

  @Override
  void update() {
    List<Endpoint> endpoints = input.endpoints();
    if (endpoints == null) {
      report(null, input.problems());
      return;
    }
    List<DiscoveryException> problems = new ArrayList<>(input.problems());
    Map<EndpointId, Optional<Endpoint>> results = new HashMap<>();
    List<Endpoint> list = new ArrayList<>();
    int failures = 0;
    for (Endpoint endpoint : endpoints) {
      Optional<Endpoint> result;
      try {
        result = function.apply(endpoint);
      } catch (Throwable e) {
        if (failures++ == 0) {
          problems.add(failure(endpoint, e));
        }
        result = last.get(endpoint.id());
      }
      if (result != null) {
        results.put(endpoint.id(), result);
        result.ifPresent(list::add);
      }
    }
    last = results;
    // Not one endpoint, and only because the function fails, is not the same as truly none.
    report(list.isEmpty() && failures > 0 ? null : list, problems);
  }

  private DiscoveryException failure(Endpoint endpoint, Throwable thrown) {
    return DiscoveryException.permanent(
        "The function of "
            + this
            + " failed for endpoint "
            + endpoint
            + ": "
            + thrown
            + ". What it returned for this endpoint before still counts; a new endpoint is left out."
            + " Correct the function",
        thrown);
  }
}
