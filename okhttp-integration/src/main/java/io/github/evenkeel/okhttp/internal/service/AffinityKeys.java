/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.service;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.okhttp.AffinityKey;
import io.github.evenkeel.okhttp.MisuseException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the affinity keys of the requests to one service. Warns once of a tag that has no effect,
 * which, unlike an option, is seen only when a request has it.
 *
 * <p>Safe for use by many threads.
 */
public final class AffinityKeys {
  /** Those that use keys, as a user would look for them in {@code Algorithms}. */
  static final String ALGORITHMS =
      "ringHash, maglev or rendezvous (also with boundedLoads), sticky, or a custom one";

  private final ServiceUrl service;
  private final Algorithm algorithm;
  private final @Nullable Affinity affinity;
  private final Logger logger;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * Finds the keys of the requests to a service.
   *
   * @param affinity where keys come from, apart from tags; null for nowhere
   */
  public AffinityKeys(ServiceUrl service, Algorithm algorithm, @Nullable Affinity affinity) {
    this(service, algorithm, affinity, LoggerFactory.getLogger(AffinityKeys.class));
  }

  /** The same, with a log of one's own. */
  public AffinityKeys(
      ServiceUrl service, Algorithm algorithm, @Nullable Affinity affinity, Logger logger) {
    this.service = service;
    this.algorithm = algorithm;
    this.affinity = affinity;
    this.logger = logger;
  }

  /**
   * The key of a request; null or empty if it has none.
   *
   * @throws MisuseException if the user's function breaks; OkHttp would let a RuntimeException end
   *     the thread of a call that was enqueued
   */
  public @Nullable String of(Request request) throws MisuseException {
    AffinityKey tag = request.tag(AffinityKey.class);
    if (tag != null) {
      if (!algorithm.usesAffinityKeys() && !warned.getAndSet(true)) {
        logger.warn(
            "A request to service {} has an AffinityKey, which algorithm {} ignores. Set"
                + " algorithm(...) of the service to {}, or leave the tag out. This is said once.",
            service,
            algorithm,
            ALGORITHMS);
      }
      return tag.value();
    }
    if (affinity == null) {
      return null;
    }
    try {
      return affinity.keys().apply(request);
    } catch (RuntimeException e) {
      throw MisuseException.of(
          affinity.option()
              + " of service "
              + service
              + " threw for a request: "
              + e
              + ". Nothing was sent. It must return a key, or null for a request without one",
          e);
    }
  }
}
