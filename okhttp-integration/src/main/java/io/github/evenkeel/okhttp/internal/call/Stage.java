/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import java.io.IOException;
import okhttp3.Response;

/**
 * One step in the processing of a request on its way to an endpoint. The stages of a service are
 * built once and run in this order: {@link Redirects}, {@link WhenNoEndpoints}, {@code
 * HedgingStage}, {@code RetryStage}, {@link AttemptStage}. Each stage may pass the request to the
 * next stage any number of times.
 *
 * <p>Safe for use by multiple threads: the state of a request is in its {@link ServiceCall}.
 */
@FunctionalInterface
public interface Stage {

  /**
   * Returns the response to a request.
   *
   * @throws IOException if there is no response
   */
  Response proceed(ServiceCall call) throws IOException;
}
