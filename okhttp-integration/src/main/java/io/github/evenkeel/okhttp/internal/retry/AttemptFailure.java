/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.retry;

import io.github.evenkeel.Endpoint;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Says in one line what became of one attempt of a call. Suppressed in the exception that the
 * caller gets, which tells of the service's logical address only.
 */
public final class AttemptFailure extends IOException {
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

  /** The stack is that of the call, and stands above. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // Does nothing.
  public Throwable fillInStackTrace() {
    return this;
  }
}
