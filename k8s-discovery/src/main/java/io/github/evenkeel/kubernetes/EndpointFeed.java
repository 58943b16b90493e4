/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes endpoints of the API's objects and hands them over if they have changed. Not safe for use
 * by many threads.
 *
 * @param <T> the objects of the API in use
 */
final class EndpointFeed<T extends HasMetadata> {
  private static final int PARTS_IN_MESSAGE = 3;
  private static final Logger log = LoggerFactory.getLogger(EndpointFeed.class);

  private final Watched<T> watched;
  private final Subscriber subscriber;
  private final Problems problems;

  /** What the subscriber has; null until it has taken a list. */
  private @Nullable Set<Endpoint> published;

  /** Whether the subscriber has refused what is up to date. */
  private boolean behind;

  private boolean warnedOfOmission;

  EndpointFeed(Watched<T> watched, Subscriber subscriber, Problems problems) {
    this.watched = watched;
    this.subscriber = subscriber;
    this.problems = problems;
  }

  /** The Service now has exactly these objects. */
  void publish(List<T> objects) {
    ServiceEndpoints read;
    try {
      read = watched.read(objects);
    } catch (DiscoveryException e) {
      problems.complain(e);
      return;
    }
    warn(objects);
    // That nothing can be read does not mean that there is nothing.
    boolean isReadable = read.unreadable().isEmpty();
    if ((isReadable || !read.endpoints().isEmpty()) && !handOver(read.endpoints())) {
      return;
    }
    problems.complain(isReadable ? null : unreadable(read.unreadable()));
  }

  private boolean handOver(List<Endpoint> endpoints) {
    Set<Endpoint> all = Set.copyOf(endpoints);
    if (all.equals(published)) {
      behind = false;
      return true;
    }
    behind = !subscriber.onEndpoints(endpoints);
    if (!behind) {
      published = all;
    }
    return !behind;
  }

  private void warn(List<T> objects) {
    if (published == null && objects.isEmpty()) {
      log.warn(
          "Service {} has no endpoints: {}. Check its name and its namespace. Kubernetes writes"
              + " {} for each Service with a selector, even if no pod matches, but none for a"
              + " Service of type ExternalName.",
          watched.service(),
          watched.api().ifAbsent(watched.service()),
          watched.api().kind());
    }
    if (!warnedOfOmission) {
      objects.stream()
          .map(watched.api()::omitted)
          .filter(Objects::nonNull)
          .findFirst()
          .ifPresent(
              omitted -> {
                warnedOfOmission = true;
                log.warn("Service {} is incomplete: {}.", watched.service(), omitted);
              });
    }
  }

  private DiscoveryException unreadable(List<String> parts) {
    return DiscoveryException.permanent(
        "Service %s has parts that cannot be read, and are left out: %s%s. Correct whatever writes"
                .formatted(
                    watched.service(),
                    parts.stream().limit(PARTS_IN_MESSAGE).collect(Collectors.joining("; ")),
                    parts.size() > PARTS_IN_MESSAGE
                        ? "; and %d more".formatted(parts.size() - PARTS_IN_MESSAGE)
                        : "")
            + " its addresses",
        null);
  }

  /** Whether the subscriber must hear of the same again, since it has refused it. */
  boolean isBehind() {
    return behind;
  }

  /** What becomes of the endpoints that are known, while none can be learnt. */
  String known() {
    return published == null
        ? "no endpoints are known yet"
        : "the last known endpoints (%d) stay in use".formatted(published.size());
  }
}
