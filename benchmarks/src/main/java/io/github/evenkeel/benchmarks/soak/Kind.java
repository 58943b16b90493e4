/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import io.github.evenkeel.okhttp.Idempotency;
import okhttp3.Request;
import okhttp3.RequestBody;

/** The requests that clients send. */
enum Kind {
  GET("GET", true),
  PUT("PUT", true),
  /** May reach the service once at most, and fail. */
  POST("POST", false),
  /** One that the service would recognise, so that it may be sent again. */
  KEYED_POST("POST", true),
  /** One that its caller soon cancels. */
  HURRIED_GET("GET", true);

  private static final byte[] BODY = new byte[100];

  private final String method;
  private final boolean idempotent;

  Kind(String method, boolean idempotent) {
    this.method = method;
    this.idempotent = idempotent;
  }

  /** Draws one. */
  static Kind draw(int percentile) {
    if (percentile < 60) {
      return GET;
    }
    if (percentile < 70) {
      return PUT;
    }
    if (percentile < 90) {
      return POST;
    }
    return percentile < 95 ? KEYED_POST : HURRIED_GET;
  }

  boolean isIdempotent() {
    return idempotent;
  }

  Request request(Wire wire, int number) {
    Request.Builder request =
        new Request.Builder()
            .url(wire.baseUrl() + "/" + number)
            .method(method, method.equals("GET") ? null : RequestBody.create(BODY))
            .tag(Passage.class, new Passage());
    if (this == KEYED_POST) {
      request.tag(Idempotency.class, Idempotency.IDEMPOTENT);
    }
    return request.build();
  }
}
