/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.util.Set;
import okhttp3.Request;
import okhttp3.RequestBody;

/** What is known, after an attempt failed, of whether its request reached the server. */
enum Delivery {
  /** Not a byte of it was written, or the server said that it did not look at it. */
  NOT_DELIVERED,

  /** It may have arrived, and may have been acted on. */
  POSSIBLE,

  /** The attempt did not fail on the way to the endpoint; no other endpoint would do better. */
  UNRELATED;

  /** By RFC 9110, section 9.2.2. */
  private static final Set<String> IDEMPOTENT_METHODS =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

  /**
   * Whether {@code request} may be sent again.
   *
   * @param bodyBegun whether its body was asked for, which one that is one-shot permits once
   */
  boolean permitsRetry(Request request, boolean bodyBegun) {
    return switch (this) {
      case NOT_DELIVERED -> !bodyBegun || isRepeatable(request.body());
      case POSSIBLE -> isIdempotent(request) && isRepeatable(request.body());
      case UNRELATED -> false;
    };
  }

  /**
   * Checks that what is declared of {@code request} can be done.
   *
   * @throws MisuseException if it is declared repeatable, and its body is not
   */
  static void checkDeclaration(Request request) throws MisuseException {
    if (!isRepeatable(request.body()) && request.tag(Idempotency.class) == Idempotency.IDEMPOTENT) {
      throw new MisuseException(
          "This "
              + request.method()
              + " to "
              + ServiceUrl.of(request.url())
              + " has the tag Idempotency.IDEMPOTENT, so that it may be sent again, but a one-shot"
              + " or duplex body, which can be sent once. Nothing was sent. Make the body"
              + " repeatable, leave the tag out, or turn retries off");
    }
  }

  private static boolean isRepeatable(@org.jspecify.annotations.Nullable RequestBody body) {
    return body == null || !(body.isOneShot() || body.isDuplex());
  }

  private static boolean isIdempotent(Request request) {
    Idempotency declared = request.tag(Idempotency.class);
    if (declared != null) {
      return declared == Idempotency.IDEMPOTENT;
    }
    return IDEMPOTENT_METHODS.contains(request.method())
        || request.header("Idempotency-Key") != null;
  }
}
