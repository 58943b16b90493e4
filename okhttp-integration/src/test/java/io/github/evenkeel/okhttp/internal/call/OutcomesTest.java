/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.okhttp.OutcomeClassifier;
import java.io.IOException;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomesTest {
  private static final Outcomes USUAL = new Outcomes("http://orders.shop", null);

  private static Response.Builder response(int code) {
    return new Response.Builder()
        .request(new Request.Builder().url("http://orders.shop/").build())
        .protocol(Protocol.HTTP_1_1)
        .code(code)
        .message("");
  }

  private static Response fromNetwork(int code) {
    return response(code)
        .body(ResponseBody.create("body", null))
        .networkResponse(response(code).build())
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "101, SUCCESS",
    "200, SUCCESS",
    "404, SUCCESS",
    "408, SUCCESS",
    "428, SUCCESS",
    "429, THROTTLED",
    "430, SUCCESS",
    "499, SUCCESS",
    "500, SERVER_ERROR",
    "501, SERVER_ERROR",
    "502, GATEWAY_ERROR",
    "503, GATEWAY_ERROR",
    "504, GATEWAY_ERROR",
    "505, SERVER_ERROR",
    "599, SERVER_ERROR"
  })
  void theStatusSaysIt(int code, Outcome outcome) {
    assertEquals(outcome, USUAL.of(fromNetwork(code)));
  }

  @Test
  void aResponseFromTheCacheSaysNothingWhateverTheUserThinks() {
    Outcomes users = new Outcomes("http://orders.shop", (response, usual) -> Outcome.TIMEOUT);
    assertEquals(Outcome.CANCELED, users.of(response(200).build()));
    assertEquals(Outcome.TIMEOUT, users.of(fromNetwork(200)));
  }

  @Test
  void theUserIsToldWhatIsUsual() {
    OutcomeClassifier classifier =
        new OutcomeClassifier() {
          @Override
          public Outcome ofResponse(Response response, Outcome usual) {
            assertEquals(503, response.code());
            assertEquals(Outcome.GATEWAY_ERROR, usual);
            return Outcome.SUCCESS;
          }

          @Override
          public Outcome ofFailure(IOException failure, Outcome usual) {
            assertEquals("gone", failure.getMessage());
            assertEquals(Outcome.CONNECTION_FAILURE, usual);
            return Outcome.TIMEOUT;
          }
        };
    Outcomes users = new Outcomes("http://orders.shop", classifier);
    assertEquals(Outcome.SUCCESS, users.of(fromNetwork(503)));
    assertEquals(Outcome.TIMEOUT, users.of(new IOException("gone"), Outcome.CONNECTION_FAILURE));
    assertEquals(Outcome.CANCELED, users.of(new IOException("another"), Outcome.CANCELED));
  }

  @Test
  @SuppressWarnings("NullAway") // That is what is tested.
  void nullIsNoOpinion() {
    Outcomes users = new Outcomes("http://orders.shop", (response, usual) -> null);
    assertEquals(Outcome.SERVER_ERROR, users.of(fromNetwork(500)));
    assertEquals(Outcome.TIMEOUT, users.of(new IOException("late"), Outcome.TIMEOUT));
  }

  @Test
  void whatTheFunctionSeesHasNoBodyToRead() {
    Outcomes users =
        new Outcomes(
            "http://orders.shop",
            (response, usual) -> {
              assertThrows(Exception.class, () -> response.body().string());
              return usual;
            });
    assertEquals(Outcome.SUCCESS, users.of(fromNetwork(200)));
  }
}
