/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.OverloadedException;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Responds in place of an endpoint to a request for which the limits leave no room. */
public final class WhenOverloaded implements Stage {
  private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");

  private final String service;
  private final int status;
  private final String reason;
  private final Stage next;

  /** Creates a stage that responds with {@code status}. */
  public WhenOverloaded(String service, int status, String reason, Stage next) {
    this.service = service;
    this.status = status;
    this.reason = reason;
    this.next = next;
  }

  @Override
  public Response proceed(ServiceCall call) throws IOException {
    try {
      return next.proceed(call);
    } catch (OverloadedException e) {
      if (!e.service().equals(service)) {
        throw e; // Of a call that an authenticator or the like has made.
      }
      return new Response.Builder()
          .request(call.request())
          .protocol(Protocol.HTTP_1_1)
          .code(status)
          .message(reason)
          .body(ResponseBody.create(e.getMessage() + "\n", TEXT))
          .build();
    }
  }
}
