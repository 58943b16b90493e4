/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

/** What can befall a pod. */
enum Incident {
  /** As in a rolling restart: it leaves the list, drains, closes; another starts and is added. */
  RESTART,
  /** Its connections are reset and its port is closed; the list hears of it later. */
  CRASH,
  /** Its connections are reset, all at once, whatever is under way on them. */
  RESET,
  /** It closes its connections at a moment when it answers nothing. */
  IDLE_CLOSE,
  /** It answers slowly for a while. */
  SLOWNESS,
  /** It answers 503 for a while. */
  UNAVAILABILITY,
  /** It does not answer for a while. */
  HANG,
  /** It cuts connections instead of answering for a while. */
  CUTS,
  /** It ends each connection after an answer for a while. */
  PARTINGS
}
