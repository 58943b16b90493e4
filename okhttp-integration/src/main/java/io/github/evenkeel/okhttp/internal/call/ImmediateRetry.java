/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import java.time.Duration;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The responses with which a server asks for the request again at once: 408, and 503 with {@code
 * Retry-After: 0}. OkHttp complies by itself, on the same pod, even for a POST, and whatever the
 * client's {@code retryOnConnectionFailure}. For a balanced service, {@code RetryStage} decides
 * instead.
 *
 * <p>OkHttp retries only if {@code Retry-After} is a number or, after 408, missing, but not if it
 * is a date. While a response passes through OkHttp, the header is therefore replaced with an
 * equivalent date.
 */
public final class ImmediateRetry {
  private static final String HEADER = "Retry-After";
  private static final String AT_ONCE = "Thu, 01 Jan 1970 00:00:00 GMT";
  private static final String NEVER = "Fri, 31 Dec 9999 23:59:59 GMT";

  private ImmediateRetry() {}

  /** Whether {@code response} asks for the request again at once. */
  public static boolean isAskedBy(Response response) {
    return switch (response.code()) {
      case 408 -> RetryAfter.of(response).orElse(Duration.ZERO).isZero();
      case 503 -> RetryAfter.of(response).filter(Duration::isZero).isPresent();
      default -> false;
    };
  }

  /** Whether OkHttp would send the request again on {@code response}, or fail on its number. */
  static boolean isOkHttps(Response response) {
    String value = response.header(HEADER);
    return switch (response.code()) {
      case 408 -> value == null || isZeroOrTooLarge(value);
      case 503 -> value != null && isZeroOrTooLarge(value);
      default -> false;
    };
  }

  private static boolean isZeroOrTooLarge(String value) {
    return value.matches("\\d+") && !value.matches("0*[1-9]\\d{0,8}");
  }

  /** Returns {@code response}, changed so that OkHttp does not act on it. */
  static Response refuse(Response response) {
    return response.newBuilder().header(HEADER, isAskedBy(response) ? AT_ONCE : NEVER).build();
  }

  /** Returns {@code response} with the header that {@code original} had before {@link #refuse}. */
  static Response restore(Response response, Response original) {
    Response network = response.networkResponse();
    return withHeader(response, original)
        .newBuilder()
        .networkResponse(network == null ? null : withHeader(network, original))
        .build();
  }

  private static Response withHeader(Response response, Response original) {
    @Nullable String value = original.header(HEADER);
    Response.Builder builder = response.newBuilder();
    return (value == null ? builder.removeHeader(HEADER) : builder.header(HEADER, value)).build();
  }
}
