/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.retry;

import io.github.evenkeel.okhttp.Idempotency;
import io.github.evenkeel.okhttp.MisuseException;
import io.github.evenkeel.okhttp.internal.call.Verdict;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.util.Set;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Whether a request may be sent again, given what happened to it. */
public final class Repeatability {
  /** By RFC 9110, section 9.2.2. */
  private static final Set<String> IDEMPOTENT_METHODS =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

  private Repeatability() {}

  /** Whether a request may be sent again although it may have arrived. */
  public static boolean isIdempotent(Request request) {
    return isRepeatable(request.body()) && isDeclaredOrKnownIdempotent(request);
  }

  /**
   * Whether {@code request} may be sent again.
   *
   * @param bodyBegun whether the body was requested, which a one-shot body permits only once
   */
  static boolean permits(Request request, Verdict verdict, boolean bodyBegun) {
    return switch (verdict) {
      case NOT_CONNECTED, NOT_PROCESSED -> !bodyBegun || isRepeatable(request.body());
      case MAY_HAVE_ARRIVED -> isIdempotent(request);
      case UNRELATED -> false;
    };
  }

  /**
   * Checks that the declared idempotency of {@code request} is possible.
   *
   * @throws MisuseException if the request is declared idempotent, but its body can be sent only
   *     once
   */
  static void checkDeclaration(Request request) throws MisuseException {
    if (!isRepeatable(request.body()) && request.tag(Idempotency.class) == Idempotency.IDEMPOTENT) {
      throw MisuseException.of(
          "This "
              + request.method()
              + " to "
              + ServiceUrl.of(request.url())
              + " has the tag Idempotency.IDEMPOTENT, so that it may be sent again, but a one-shot"
              + " or duplex body, which can be sent once. Nothing was sent. Make the body"
              + " repeatable, leave the tag out, or turn retries off",
          null);
    }
  }

  private static boolean isRepeatable(@Nullable RequestBody body) {
    return body == null || !(body.isOneShot() || body.isDuplex());
  }

  private static boolean isDeclaredOrKnownIdempotent(Request request) {
    Idempotency declared = request.tag(Idempotency.class);
    if (declared != null) {
      return declared == Idempotency.IDEMPOTENT;
    }
    return IDEMPOTENT_METHODS.contains(request.method())
        || request.header("Idempotency-Key") != null;
  }
}
