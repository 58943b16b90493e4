/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.internal.option.Durations;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a watch on the Kubernetes API fares at one moment. Immutable. */
public final class WatchStatus {
  private final boolean watching;
  private final @Nullable Duration age;
  private final @Nullable DiscoveryException lastError;

  WatchStatus(boolean watching, @Nullable Duration age, @Nullable DiscoveryException lastError) {
    this.watching = watching;
    this.age = age;
    this.lastError = lastError;
  }

  /**
   * Whether there is a watch, so that changes arrive as they happen. False before the first one is
   * open, during an outage, for moments whenever the API server ends a watch, and when the source
   * is closed.
   */
  public boolean isWatching() {
    return watching;
  }

  /**
   * For how long the API server has not confirmed what is known of the endpoints: the time since
   * the last list, event or bookmark. To about 10 seconds. API servers send a bookmark about every
   * minute, so it stays below two minutes while all is well, and grows in an outage. Empty until
   * the first list is complete.
   */
  public Optional<Duration> age() {
    return Optional.ofNullable(age);
  }

  /**
   * What the listener was last told by {@code onError}. Stays after a recovery; empty if there was
   * nothing to tell.
   */
  public Optional<DiscoveryException> lastError() {
    return Optional.ofNullable(lastError);
  }

  /** Such as {@code watching, confirmed 12 s ago}. */
  @Override
  public String toString() {
    return (watching ? "watching, " : "not watching, ")
        + (age == null ? "nothing known" : "confirmed " + Durations.text(age) + " ago")
        + (lastError == null ? "" : ", last error: " + lastError.getMessage());
  }
}
