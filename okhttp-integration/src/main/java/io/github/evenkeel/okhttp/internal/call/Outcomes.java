/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.okhttp.OutcomeClassifier;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What responses and failures mean for their endpoint: by their status or kind, unless the user has
 * another opinion.
 *
 * <p>Writers and readers: any thread with a request. Invariant: the user's function never keeps an
 * outcome from being reported, or a lease would leak. Why: one flag, so that a function that always
 * throws does not fill the log.
 */
public final class Outcomes {
  private static final Logger logger = LoggerFactory.getLogger(Outcomes.class);

  private final String service;
  private final @Nullable OutcomeClassifier users;
  private final AtomicBoolean hasFailed = new AtomicBoolean();

  /**
   * Creates the outcomes of a service.
   *
   * @param users the user's opinion, or null if the usual outcomes count
   */
  public Outcomes(String service, @Nullable OutcomeClassifier users) {
    this.service = service;
    this.users = users;
  }

  Outcome of(Response response) {
    Response network = response.networkResponse();
    if (network == null) {
      return Outcome.CANCELED; // From the cache: the endpoint received no request.
    }
    Outcome usual = ofStatus(response.code());
    OutcomeClassifier classifier = users;
    return classifier == null
        ? usual
        : classified(usual, outcome -> classifier.ofResponse(network, outcome));
  }

  private static Outcome ofStatus(int code) {
    return switch (code) {
      case 502, 503, 504 -> Outcome.GATEWAY_ERROR;
      case 429 -> Outcome.THROTTLED;
      default -> code >= 500 ? Outcome.SERVER_ERROR : Outcome.SUCCESS;
    };
  }

  Outcome of(IOException failure, Outcome usual) {
    OutcomeClassifier classifier = users;
    return classifier == null || usual == Outcome.CANCELED
        ? usual
        : classified(usual, outcome -> classifier.ofFailure(failure, outcome));
  }

  private Outcome classified(Outcome usual, UnaryOperator<Outcome> classifier) {
    Throwable reason;
    try {
      Outcome outcome = classifier.apply(usual);
      if (outcome != null) {
        return outcome;
      }
      reason = new NullPointerException("the outcome must be an Outcome, but was null");
    } catch (Throwable e) {
      reason = e;
    }
    if (!hasFailed.getAndSet(true)) {
      logger.error(
          "The function of service {} that classifies outcomes failed. The usual outcome counts,"
              + " now and whenever it fails again",
          service,
          reason);
    }
    return usual;
  }
}
