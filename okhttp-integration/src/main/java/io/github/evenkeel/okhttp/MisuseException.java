/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.internal.option.Check;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request was rejected because of how its client or the request itself is set up: the request
 * would have bypassed the load balancer, or contradicts what was declared for it. This is a
 * programming error that affects every such request, and not a failure of the network. The request
 * is not retried and does not count against any endpoint. The message says what is wrong, whether
 * anything was sent, and what to do.
 *
 * <p>An {@code IOException}, because OkHttp reports only these to callers; any other exception
 * would terminate a thread of the {@code Dispatcher}.
 */
public final class MisuseException extends IOException {
  private static final long serialVersionUID = 1L;

  private MisuseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Creates an exception. For use by Evenkeel only.
   *
   * @param message what is wrong, whether anything was sent, and what to do
   * @param cause what the user's code threw, or null
   */
  public static MisuseException of(String message, @Nullable Throwable cause) {
    Check.notNull(message, "message", "what is wrong, and what to do");
    return new MisuseException(message, cause);
  }
}
