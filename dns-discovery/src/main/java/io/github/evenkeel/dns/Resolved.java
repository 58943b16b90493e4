/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import static java.util.stream.Collectors.joining;

import io.github.evenkeel.Endpoint;
import java.util.List;

/**
 * The endpoints that DNS tells of.
 *
 * @param endpoints none if the answer is negative
 * @param ttl for how many seconds it holds
 * @param unusable what was left out and why; with a negative answer, what was found
 */
record Resolved(List<Endpoint> endpoints, long ttl, List<String> unusable) {

  /** What is unusable, alike whatever order the server has given its records. */
  String whatIsUnusable() {
    return inOrder(unusable);
  }

  static String inOrder(List<String> problems) {
    return problems.stream().distinct().sorted().collect(joining(", "));
  }
}
