/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.internal.option.Check;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request was refused because of how its client or the request itself is set up: it would have
 * gone past the balancing, or against what was declared of it. This is a mistake in the program,
 * which every such request meets, and not a failure of the network; it is not retried and counts
 * against no endpoint. The message says what is wrong, whether anything was sent, and what to do.
 *
 * <p>An {@code IOException}, because that is what callers of OkHttp are told of; anything else
 * would end a thread of the {@code Dispatcher}.
 */
public final class MisuseException extends IOException {
  private static final long serialVersionUID = 1L;

  private MisuseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Makes an exception; for Evenkeel's own use.
   *
   * @param message what is wrong, whether anything was sent, and what to do
   * @param cause what the user's code threw, or null
   */
  public static MisuseException of(String message, @Nullable Throwable cause) {
    Check.notNull(message, "message", "what is wrong, and what to do");
    return new MisuseException(message, cause);
  }
}
