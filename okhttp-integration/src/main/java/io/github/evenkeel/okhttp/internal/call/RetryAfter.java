/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import okhttp3.Response;

/** The header {@code Retry-After}: RFC 9110, section 10.2.3. */
public final class RetryAfter {
  private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);

  private RetryAfter() {}

  /**
   * How long {@code response} asks the client to wait, counted from its arrival; empty if it does
   * not ask.
   */
  public static Optional<Duration> of(Response response) {
    String value = response.header("Retry-After");
    if (value == null) {
      return Optional.empty();
    }
    if (value.matches("\\d+")) {
      return Optional.of(Duration.ofSeconds(new BigInteger(value).min(LONGEST).longValue()));
    }
    Date date = response.headers().getDate("Retry-After");
    return Optional.ofNullable(date).map(at -> until(at.toInstant(), response));
  }

  private static Duration until(Instant at, Response response) {
    // Uses the server's clock if the response has a Date, because the local clock may differ.
    Date sent = response.headers().getDate("Date");
    Instant now =
        sent != null ? sent.toInstant() : Instant.ofEpochMilli(response.receivedResponseAtMillis());
    Duration wait = Duration.between(now, at);
    return wait.isNegative() ? Duration.ZERO : wait;
  }
}
