/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether an informer's watch lives, by what can be seen of it from outside.
 *
 * <p>A connection may die without a sign, and a Service at rest has no events. But the API server
 * sends a bookmark about every minute to each watch that asks, as an informer does. So a watch that
 * has had bookmarks and then neither them nor events is dead. Not every server sends bookmarks, so
 * a watch that never had any is trusted.
 *
 * <p>Not safe for use by many threads.
 */
final class SignsOfLife {
  /**
   * An informer opens a broken watch again after 1 s, 2 s, 4 s by default; it gets that time before
   * it is replaced.
   */
  static final Duration BROKEN = Duration.ofSeconds(20);

  /**
   * A watch over plain HTTP, which fabric8 falls back to where WebSockets fail, counts as one from
   * its first byte on: while a Service is at rest, that is a bookmark. A new one gets the time for
   * two.
   */
  static final Duration NEVER_OPENED = Duration.ofMinutes(2);

  /** The time of three bookmarks. */
  static final Duration SILENT = Duration.ofMinutes(3);

  /** What to make of an informer. */
  enum Verdict {
    WATCHING,
    WAITING,
    LOST
  }

  private long lastSign;
  private long lastWatching;
  private boolean hasWatched;
  private boolean heardSinceLook;
  private boolean hasBookmarks;
  private @Nullable String version;

  SignsOfLife(long now) {
    lastSign = now;
    lastWatching = now;
  }

  /** A list or an event has arrived. */
  void heard(long now) {
    lastSign = now;
    heardSinceLook = true;
  }

  /**
   * Looks at the informer, as happens again and again.
   *
   * @param watching whether the informer believes that it has a watch
   * @param latest the resource version that the informer has seen last
   */
  Verdict look(boolean watching, @Nullable String latest, long now) {
    if (isAnother(latest)) {
      hasBookmarks |= version != null && !heardSinceLook;
      version = latest;
      lastSign = now;
    }
    heardSinceLook = false;
    if (watching) {
      hasWatched = true;
      lastWatching = now;
      return hasBookmarks && isOver(SILENT, lastSign, now) ? Verdict.LOST : Verdict.WATCHING;
    }
    boolean isLost =
        hasWatched ? isOver(BROKEN, lastWatching, now) : isOver(NEVER_OPENED, lastSign, now);
    return isLost ? Verdict.LOST : Verdict.WAITING;
  }

  /**
   * By identity: in a cluster at rest, a bookmark has the same version as the one before, but the
   * informer has parsed it anew.
   */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  private boolean isAnother(@Nullable String latest) {
    return latest != version;
  }

  private static boolean isOver(Duration time, long since, long now) {
    return now - since >= time.toNanos();
  }

  long lastSign() {
    return lastSign;
  }
}
