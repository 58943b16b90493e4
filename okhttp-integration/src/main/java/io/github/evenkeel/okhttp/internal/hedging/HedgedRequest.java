/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.hedging;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.RequestContext;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.okhttp.internal.call.Attempt;
import io.github.evenkeel.okhttp.internal.call.CallState;
import io.github.evenkeel.okhttp.internal.call.ServiceCall;
import io.github.evenkeel.okhttp.internal.call.Stage;
import io.github.evenkeel.okhttp.internal.retry.RetryBudget;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A race between two attempts of one request: the primary, with its retries, and the hedge, which
 * starts when the primary is late.
 *
 * <p>An OkHttp call makes one attempt at a time, and a losing attempt cannot be aborted without
 * canceling its call. Each arm of the race is therefore a clone of the user's call, and the user's
 * call itself does not use the network. The primary runs on the thread of the user's call: most
 * requests get their response before there is a hedge, and should neither pay for a change of
 * threads nor lose what inner interceptors keep in a {@code ThreadLocal}.
 *
 * <p>Used by the thread of the user's call, the thread that runs the hedge, the scheduler's thread,
 * and any thread that cancels the call. The winner is determined in one atomic step. {@code lock}
 * is held to write {@code tried}, {@code primaryEnded} and {@code hedge}, all of which are read
 * without it.
 */
final class HedgedRequest {
  private final ServiceCall users;
  private final HedgingStage stage;
  private final Call call;
  private final Call primary;

  private final ReentrantLock lock = new ReentrantLock();
  private volatile RequestContext tried;
  private volatile boolean primaryEnded;
  private volatile @Nullable Call hedge;

  private final AtomicReference<@Nullable Call> winner = new AtomicReference<>();
  private final CompletableFuture<Response> hedgesAnswer = new CompletableFuture<>();

  /**
   * Prepares a race.
   *
   * @param users the user's call
   */
  HedgedRequest(ServiceCall users, HedgingStage stage) {
    users.state().checkLastIsClosed();
    this.users = users;
    this.stage = stage;
    this.call = users.call();
    this.tried = users.state().tried();
    this.primary = newArm(stage.retries());
  }

  private Call newArm(Stage next) {
    Call arm = call.clone();
    var unused = new HedgeArm(this, next, stage.environment()).attachTo(arm);
    users.state().leaveTime(call, arm);
    return arm;
  }

  /** The user's call. */
  ServiceCall users() {
    return users;
  }

  /** Begins an attempt of an arm on an endpoint that neither arm has tried, if there is one. */
  Attempt begin(CallState.Beginning beginning) throws IOException {
    while (true) {
      RequestContext seen = tried;
      Attempt next = beginning.begin(seen, call);
      if (isAccepted(next, seen)) {
        return next;
      }
      next.abandon(); // The other arm has begun there meanwhile.
    }
  }

  private boolean isAccepted(Attempt next, RequestContext seen) {
    lock.lock();
    try {
      if (tried != seen && tried.tried().contains(next.endpoint().id())) {
        return false;
      }
      tried = tried.withTried(next.endpoint());
      users.state().addTried(next.endpoint());
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the first good response. If there is none, the request completes as the primary did.
   *
   * @param delayNanos the delay after which the primary is late
   */
  Response proceed(long delayNanos) throws IOException {
    call.addEventListener(
        new EventListener() {
          @Override
          public void canceled(Call call) {
            // The arms have the same timeout. If an arm times out by itself, that counts against
            // its endpoint; if the arm is canceled, it does not.
            if (!users.state().isTimeUp(call)) {
              cancelArms();
            }
          }
        });
    if (call.isCanceled()) {
      cancelArms();
    }
    Scheduler.Task hedging =
        stage.environment().scheduler().schedule(Duration.ofNanos(delayNanos), this::primaryIsLate);
    try {
      return race();
    } finally {
      hedging.cancel();
      endPrimary();
      Call loser = hedge;
      if (loser != null && loser != winner.get()) {
        loser.cancel();
      }
    }
  }

  private Response race() throws IOException {
    Response answer;
    try {
      answer = primary.execute();
    } catch (IOException failure) {
      endPrimary();
      Response hedged = awaitHedge(failure);
      if (hedged == null) {
        throw failure;
      }
      return hedged;
    } catch (Throwable e) {
      // An inner interceptor threw.
      endPrimary();
      abandonHedge();
      throw e;
    }
    endPrimary();
    boolean isGood = !stage.retries().isFailure(answer);
    if (isGood && wins(primary)) {
      return answerOf(primary, answer);
    }
    if (isGood) {
      primary.cancel(); // Otherwise its lease would count a response that nobody used.
    }
    Response hedged;
    try {
      hedged = awaitHedge(null);
    } catch (InterruptedIOException e) {
      answer.close();
      throw e;
    }
    if (hedged == null) {
      return answerOf(primary, answer);
    }
    answer.close();
    return hedged;
  }

  private boolean wins(Call arm) {
    return winner.compareAndSet(null, arm);
  }

  private Response answerOf(Call arm, Response answer) {
    users.state().adopt(requireNonNull(CallState.ifAny(arm)));
    return answer;
  }

  /** Ensures that no hedge starts from now on. */
  private void endPrimary() {
    lock.lock();
    try {
      primaryEnded = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the hedge's good response, or null if there is no hedge or it failed.
   *
   * @param failure the primary's failure, to which the hedge's failure is added as suppressed
   */
  private @Nullable Response awaitHedge(@Nullable IOException failure)
      throws InterruptedIOException {
    Call awaited = hedge;
    if (awaited == null) {
      return null;
    }
    try {
      return answerOf(awaited, hedgesAnswer.get());
    } catch (ExecutionException e) {
      if (failure != null) {
        failure.addSuppressed(e.getCause());
      }
      return null;
    } catch (InterruptedException e) {
      abandonHedge();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Cancels the hedge, because nobody waits for it any more. The hedge may still have won. */
  private void abandonHedge() {
    Call abandoned = hedge;
    if (abandoned != null) {
      abandoned.cancel();
      var unused = hedgesAnswer.thenAccept(Response::close);
    }
  }

  /** Runs on the scheduler's thread. */
  private void primaryIsLate() {
    RetryBudget budget = stage.budget();
    if (primaryEnded || !stage.service().hasUntried(tried, users.request()) || !budget.tryRetry()) {
      return;
    }
    boolean runs = false;
    try {
      runs = stage.threads().run(this::hedge);
    } finally {
      if (!runs) {
        budget.retryEnded();
      }
    }
  }

  /** Runs on its own thread, with a permit of the budget. */
  private void hedge() {
    try {
      Response answer = sendHedge();
      if (answer != null) {
        takeHedgesAnswer(requireNonNull(hedge), answer);
      }
    } catch (IOException e) {
      hedgesAnswer.completeExceptionally(e);
    } catch (Throwable e) {
      hedgesAnswer.completeExceptionally(e);
      throw e;
    }
  }

  private @Nullable Response sendHedge() throws IOException {
    try {
      Call arm = newArm(stage::attempt);
      return enter(arm) ? arm.execute() : null;
    } finally {
      stage.budget().retryEnded();
    }
  }

  private boolean enter(Call arm) {
    lock.lock();
    try {
      if (primaryEnded) {
        return false;
      }
      hedge = arm;
    } finally {
      lock.unlock();
    }
    if (call.isCanceled()) {
      arm.cancel(); // The listener may have run before there was an arm to cancel.
    }
    return true;
  }

  private void takeHedgesAnswer(Call arm, Response answer) throws IOException {
    // The first attempt may still succeed, and without a hedge the caller would wait for it.
    if (answer.code() >= 500 || stage.retries().isFailure(answer)) {
      answer.close();
      throw new IOException("a hedge was answered with status " + answer.code());
    }
    if (wins(arm)) {
      if (!primaryEnded) {
        primary.cancel();
      }
      hedgesAnswer.complete(answer);
    } else {
      arm.cancel(); // Otherwise its lease would count a response that nobody used.
      answer.close();
    }
  }

  private void cancelArms() {
    primary.cancel();
    Call other = hedge;
    if (other != null) {
      other.cancel();
    }
  }
}
