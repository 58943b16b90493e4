/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;

/**
 * What came of checking an endpoint once. Immutable.
 *
 * @param verdict whether the endpoint is healthy, as far as this check can tell
 * @param reason why, in a few words for the log, such as "status 503, must be from 200 to 299"
 */
public record ProbeResult(Verdict verdict, String reason) {

  /** What a check says. */
  public enum Verdict {
    /** The endpoint is healthy. */
    PASSED,

    /** It is not. */
    FAILED,

    /** The check could not be made, for a reason that is not the endpoint's. It counts as none. */
    UNKNOWN
  }

  /** Checks the values. */
  public ProbeResult {
    Check.notNull(verdict, "verdict", "PASSED, FAILED or UNKNOWN");
    Check.notNull(reason, "reason", "a few words");
  }

  /** Returns the result of a check that an endpoint passed. */
  public static ProbeResult passed(String reason) {
    return new ProbeResult(Verdict.PASSED, reason);
  }

  /** Returns the result of a check that an endpoint failed. */
  public static ProbeResult failed(String reason) {
    return new ProbeResult(Verdict.FAILED, reason);
  }

  /** Returns the result of a check that could not be made, which says nothing of the endpoint. */
  public static ProbeResult unknown(String reason) {
    return new ProbeResult(Verdict.UNKNOWN, reason);
  }
}
