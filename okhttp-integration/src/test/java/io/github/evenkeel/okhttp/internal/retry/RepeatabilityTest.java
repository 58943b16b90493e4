/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.retry;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.okhttp.internal.call.Verdict;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatabilityTest {
  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
  void aMethodThatIsIdempotentMayArriveTwice(String method) {
    assertTrue(
        Repeatability.permits(request(method, bodyFor(method)), Verdict.MAY_HAVE_ARRIVED, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH", "CONNECT", "LOCK", "get"})
  void anyOtherMethodMayArriveOnce(String method) {
    assertFalse(
        Repeatability.permits(request(method, bodyFor(method)), Verdict.MAY_HAVE_ARRIVED, true));
    assertTrue(
        Repeatability.permits(request(method, bodyFor(method)), Verdict.NOT_PROCESSED, true));
  }

  @Test
  void aBodyThatCanBeReadOnceIsNotReadTwice() {
    for (RequestBody once : new RequestBody[] {body(true, false), body(false, true)}) {
      assertTrue(Repeatability.permits(request("PUT", once), Verdict.NOT_PROCESSED, false));
      assertFalse(Repeatability.permits(request("PUT", once), Verdict.NOT_PROCESSED, true));
      assertFalse(Repeatability.permits(request("PUT", once), Verdict.MAY_HAVE_ARRIVED, false));
    }
  }

  private static Request request(String method, @Nullable RequestBody body) {
    return new Request.Builder().url("http://orders.shop/").method(method, body).build();
  }

  private static @Nullable RequestBody bodyFor(String method) {
    return switch (method) {
      case "PUT", "POST", "PATCH" -> body(false, false);
      default -> null;
    };
  }

  private static RequestBody body(boolean oneShot, boolean duplex) {
    return new RequestBody() {
      @Override
      public @Nullable MediaType contentType() {
        return null;
      }

      @Override
      public boolean isOneShot() {
        return oneShot;
      }

      @Override
      public boolean isDuplex() {
        return duplex;
      }

      @Override
      public void writeTo(BufferedSink sink) {}
    };
  }
}
