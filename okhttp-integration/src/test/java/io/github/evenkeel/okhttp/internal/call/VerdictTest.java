/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.okhttp.MisuseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private final Facts facts = new Facts();

  @Test
  void withoutAConnectionNothingWasSent() {
    facts.connectFailed();
    assertVerdict(Verdict.NOT_CONNECTED, Outcome.CONNECT_FAILURE, new ConnectException("refused"));
  }

  @Test
  void aConnectionThatBreaksMayHaveCarriedTheRequest() {
    facts.requestSent();
    facts.broken();
    assertVerdict(
        Verdict.MAY_HAVE_ARRIVED, Outcome.CONNECTION_FAILURE, new IOException("unexpected end"));
    assertVerdict(
        Verdict.MAY_HAVE_ARRIVED, Outcome.CONNECTION_FAILURE, new ProtocolException("no HTTP"));
    assertVerdict(Verdict.MAY_HAVE_ARRIVED, Outcome.TIMEOUT, new SocketTimeoutException("timeout"));
  }

  @Test
  void aRefusedStreamWasNotProcessed() {
    facts.requestSent();
    facts.broken();
    IOException refused = new IOException("stream was reset: REFUSED_STREAM");
    assertVerdict(Verdict.NOT_PROCESSED, Outcome.CONNECTION_FAILURE, refused);
    // As OkHttp throws if the body was being written.
    IOException closed = new IOException("stream closed");
    closed.addSuppressed(refused);
    assertVerdict(Verdict.NOT_PROCESSED, Outcome.CONNECTION_FAILURE, closed);
  }

  @Test
  void aConnectionThatIsShutDownAtItsStartHasProcessedNothing() {
    facts.requestSent();
    facts.broken();
    assertVerdict(
        Verdict.NOT_PROCESSED,
        Outcome.CONNECTION_FAILURE,
        new IOException("Expected a SETTINGS frame but was GOAWAY"));
  }

  @Test
  void whatBreaksOnTheUsersSideIsNoFaultOfTheEndpoint() {
    assertVerdict(Verdict.UNRELATED, Outcome.CANCELED, new IOException("an interceptor's"));
    facts.requestSent();
    assertVerdict(Verdict.UNRELATED, Outcome.CANCELED, new IOException("a body's"));
    facts.broken();
    assertVerdict(Verdict.UNRELATED, Outcome.CANCELED, new InterruptedIOException("interrupted"));
    assertEquals(Verdict.UNRELATED, Verdict.of(facts, MisuseException.of("misuse", null)));
  }

  @Test
  void theRequestBeforeAFollowUpHasArrived() {
    facts.requestSent();
    facts.followUp(false);
    facts.connectFailed();
    assertEquals(Verdict.MAY_HAVE_ARRIVED, Verdict.of(facts, new ConnectException("refused")));
  }

  @Test
  void anEndpointThatTheCacheSpokeForWasNotAsked() {
    facts.followUp(true);
    facts.connectFailed();
    assertVerdict(Verdict.UNRELATED, Outcome.CANCELED, new ConnectException("refused"));
  }

  private void assertVerdict(Verdict verdict, Outcome outcome, IOException failure) {
    assertEquals(verdict, Verdict.of(facts, failure));
    assertEquals(outcome, Verdict.outcome(facts, failure));
  }
}
