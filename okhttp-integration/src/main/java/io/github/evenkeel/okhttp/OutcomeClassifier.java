/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Outcome;
import java.io.IOException;
import okhttp3.Response;

/**
 * Decides what a response, or the failure to get one, means for the endpoint: whether algorithms
 * and outlier detection count it as a success or as which failure. Changes nothing of what the
 * caller gets, or of what is retried.
 *
 * <pre>{@code
 * service.outcomes((response, usual) ->
 *     response.header("X-Degraded") != null ? Outcome.SERVER_ERROR : usual)
 * }</pre>
 *
 * <p>Called by any thread that executes a call or reads a body, so it should return quickly. If it
 * throws or returns null, the usual outcome counts, and that is logged as an error the first time.
 * {@link Outcome#CANCELED} says nothing about the endpoint.
 */
@FunctionalInterface
public interface OutcomeClassifier {

  /**
   * Classifies a response.
   *
   * @param response what came over the network: status and headers. Its body cannot be read
   * @param usual what counts otherwise: {@link Outcome#GATEWAY_ERROR} for a status of 502, 503 or
   *     504, {@link Outcome#SERVER_ERROR} for another one from 500 on, {@link Outcome#THROTTLED}
   *     for 429, and {@link Outcome#SUCCESS} for all others
   */
  Outcome ofResponse(Response response, Outcome usual);

  /**
   * Classifies a failure to get a response, or to read it to its end. Not called if the caller
   * canceled, or if the request never was on its way.
   *
   * @param failure the failure
   * @param usual what counts otherwise: {@link Outcome#CONNECT_FAILURE}, {@link
   *     Outcome#CONNECTION_FAILURE} or {@link Outcome#TIMEOUT}
   */
  default Outcome ofFailure(IOException failure, Outcome usual) {
    return usual;
  }
}
