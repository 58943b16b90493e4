/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.retry;

import io.github.evenkeel.Endpoint;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Describes in one line what happened to one attempt of a call. Suppressed in the caller's
 * exception, which names only the service's logical address.
 */
final class AttemptFailure extends IOException {
  private static final long serialVersionUID = 1L;

  AttemptFailure(Endpoint endpoint, String whatHappened, long tookNanos) {
    super(
        endpoint
            + " "
            + whatHappened
            + " after "
            + TimeUnit.NANOSECONDS.toMillis(tookNanos)
            + " ms");
  }

  /** The stack trace would be that of the call, which the outer exception shows. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // Does nothing.
  public Throwable fillInStackTrace() {
    return this;
  }
}
