/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions count: the one that has listed last, and the one that is to take its place. A
 * session that is lost stays until another has listed, since it may come back first: fabric8 opens
 * each watch anew after some minutes, on a new connection, while a list may be stuck on an old one.
 *
 * <p>Not safe for use by many threads. Stops no session, since that may block.
 *
 * @param <T> the objects of the API in use
 */
final class Succession<T extends HasMetadata> {
  private @Nullable WatchSession<T> current;
  private @Nullable WatchSession<T> next;
  private final List<WatchSession<T>> retired = new ArrayList<>();

  /** The one that has listed last; null before the first list. It may have failed, or be lost. */
  @Nullable WatchSession<T> current() {
    return current;
  }

  /** The one that takes the place of the current one when it has listed. It may have failed. */
  @Nullable WatchSession<T> next() {
    return next;
  }

  boolean counts(WatchSession<T> session) {
    return session == current || session == next;
  }

  /** Whether an attempt has begun and not failed. */
  boolean isUnderWay() {
    return next != null && !next.hasFailed();
  }

  /** An attempt begins. */
  void begins(WatchSession<T> started) {
    retire(next);
    next = started;
  }

  /** A session has listed. */
  void listed(WatchSession<T> listed) {
    if (listed == next) {
      retire(current);
      current = listed;
      next = null;
    }
  }

  /** The current session has come back by itself. */
  void withdrawNext() {
    retire(next);
    next = null;
  }

  /** No session counts any more. */
  void end() {
    retire(current);
    current = null;
    withdrawNext();
  }

  private void retire(@Nullable WatchSession<T> session) {
    if (session != null) {
      retired.add(session);
    }
  }

  /** Returns those that do not count any more and are to be stopped, once. */
  List<WatchSession<T>> takeRetired() {
    List<WatchSession<T>> taken = List.copyOf(retired);
    retired.clear();
    return taken;
  }
}
