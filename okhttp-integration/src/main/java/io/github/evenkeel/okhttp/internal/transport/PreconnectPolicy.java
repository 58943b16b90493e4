/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.time.Duration;
import okhttp3.Request;

/** The user's settings for opening connections. {@code Preconnect} documents each setting. */
public record PreconnectPolicy(String path, String method, int connections, Duration timeout) {

  Request request(ServiceUrl service) {
    return new Request.Builder().url(service + path).method(method, null).build();
  }
}
