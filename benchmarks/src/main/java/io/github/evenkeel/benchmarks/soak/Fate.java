/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

/** What became of a request. */
enum Fate {
  /** Answered with 200. */
  ANSWERED("answered"),
  /** A POST that its pod answered with 503, which is not sent again. */
  UNAVAILABLE("POST answered 503"),
  /** A POST that may have arrived when the pod it went to was in trouble. */
  POST_BROKEN("POST failed on a pod in trouble"),
  /** Its answer broke off in the caller's hands, when the pod it came from was in trouble. */
  BROKEN_OFF("answer broke off on a pod in trouble"),
  /** Canceled by its caller. */
  CANCELED("canceled by the caller"),
  /** Idempotent, and yet failed. */
  LOST("**lost**"),
  /** Not idempotent, and failed although it was never sent, or no pod's trouble explains it. */
  UNEXPLAINED("**POST failed without a reason**"),
  /** Answered with the answer to another request. */
  MISTAKEN("**answer to another request**"),
  /** Delivered more than once although not idempotent. */
  REPEATED("**POST delivered more than once**");

  private final String label;

  Fate(String label) {
    this.label = label;
  }

  boolean isViolation() {
    return switch (this) {
      case LOST, UNEXPLAINED, MISTAKEN, REPEATED -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
