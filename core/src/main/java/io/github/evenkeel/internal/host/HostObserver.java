/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.host;

/**
 * Hears of what changes a host's {@link HostStats}, after they have changed: how an algorithm keeps
 * what it derives from them up to date. Called by the thread that begins or ends a request.
 */
public interface HostObserver {

  /** Of an algorithm that derives nothing. */
  HostObserver NONE = new HostObserver() {};

  /** A request began. */
  default void begun(long now) {}

  /** A response has begun. */
  default void responded(long now) {}

  /** A request ended. */
  default void ended(long now) {}
}
