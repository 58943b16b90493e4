/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.check;

import io.github.evenkeel.ProbeResult;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * What a check asks for, and which responses pass. {@code HttpProbe} documents each setting.
 *
 * @param body null if any body will do
 */
public record HttpCheckPolicy(String path, int minStatus, int maxStatus, @Nullable String body) {
  /**
   * How much of a body is read, in bytes. HAProxy's buffer, in which it looks for the same, is as
   * large.
   */
  public static final int MAX_BODY = 16 * 1024;

  Request request(ServiceUrl service) {
    return new Request.Builder()
        .url(service + path)
        .header("User-Agent", "Evenkeel health check")
        // HTTP/2 does not send this header, but OkHttp still acts on it.
        .header("Connection", "close")
        .build();
  }

  ProbeResult judge(Response response) throws IOException {
    int status = response.code();
    if (status < minStatus || status > maxStatus) {
      return ProbeResult.failed("status " + status + ", must be " + statuses());
    }
    if (body != null && !isIn(response, body)) {
      return ProbeResult.failed(
          "status " + status + ", but no \"" + body + "\" in the first 16 KiB of the body");
    }
    return ProbeResult.passed("status " + status);
  }

  /** Whether the text is found, without waiting for what comes after it. */
  private static boolean isIn(Response response, String text) throws IOException {
    BufferedSource source = response.body().source();
    Buffer begin = new Buffer();
    while (begin.size() < MAX_BODY && source.read(begin, MAX_BODY - begin.size()) != -1) {
      if (begin.snapshot().utf8().contains(text)) {
        return true;
      }
    }
    return false;
  }

  private String statuses() {
    return minStatus == maxStatus ? "" + minStatus : "from " + minStatus + " to " + maxStatus;
  }

  @Override
  public String toString() {
    return "GET "
        + path
        + ", status "
        + statuses()
        + (body == null ? "" : ", body with \"" + body + "\"");
  }
}
