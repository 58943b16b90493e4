/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.okhttp.internal.hedging.HedgingStage;
import io.github.evenkeel.okhttp.internal.retry.RetryStage;
import java.io.IOException;
import okhttp3.Response;

/**
 * One thing that happens to a request on its way to an endpoint. The stages of a service are built
 * once and stand in this order: {@link Redirects}, {@link WhenNoEndpoints}, {@link HedgingStage},
 * {@link RetryStage}, {@link AttemptStage}. Each hands the request to the next as often as it sees
 * fit.
 *
 * <p>Safe for use by many threads: what belongs to one request is in its {@link ServiceCall}.
 */
@FunctionalInterface
public interface Stage {

  /**
   * Returns the response to a request.
   *
   * @throws IOException if there is none
   */
  Response proceed(ServiceCall call) throws IOException;
}
