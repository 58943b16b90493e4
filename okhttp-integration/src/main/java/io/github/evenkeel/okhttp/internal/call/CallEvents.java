/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Passes the events of one OkHttp call to the attempt that the call is making, and tracks which
 * connection the call holds.
 *
 * <p>Writers: the thread that executes the call. Readers: whichever thread an event arrives on; a
 * cancel may come on any. Invariant: no event of one attempt reaches another attempt, because a
 * response is closed before the next attempt begins. Why: a listener cannot be removed from a call,
 * and a call may make several attempts.
 */
final class CallEvents extends EventListener {
  private volatile EventListener current = EventListener.NONE;
  private volatile @Nullable Connection connection;

  /** Like {@code ledByCacheTo}, confined to the thread that executes the call. */
  private int followUps;

  private @Nullable ServiceUrl ledByCacheTo;

  /**
   * Passes further events to {@code attempt}, or to no attempt if it is null.
   *
   * @param followUpsBefore how many redirects led to the request
   */
  void follow(@Nullable Attempt attempt, int followUpsBefore) {
    current = attempt == null ? EventListener.NONE : attempt;
    followUps = followUpsBefore;
    ledByCacheTo = null;
  }

  /** The attempt that the call is making, or null if the call goes to no endpoint. */
  @Nullable Attempt attempt() {
    return current instanceof Attempt attempt ? attempt : null;
  }

  /** The connection that the call holds, perhaps since an earlier attempt. */
  @Nullable Connection connection() {
    return connection;
  }

  /**
   * The target of a redirect that OkHttp has just followed from the client's cache, or null if
   * there is none.
   */
  @Nullable ServiceUrl ledByCacheTo() {
    return ledByCacheTo;
  }

  /** How many redirects and challenges the call has followed up to its last request. */
  int followUps() {
    return followUps;
  }

  @Override
  public void connectionAcquired(Call call, Connection acquired) {
    connection = acquired;
  }

  @Override
  public void connectionReleased(Call call, Connection released) {
    connection = null;
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    current.connectEnd(call, address, proxy, protocol);
  }

  @Override
  public void connectFailed(
      Call call,
      InetSocketAddress address,
      Proxy proxy,
      @Nullable Protocol protocol,
      IOException failure) {
    current.connectFailed(call, address, proxy, protocol, failure);
  }

  @Override
  public void requestHeadersStart(Call call) {
    current.requestHeadersStart(call);
  }

  @Override
  public void requestBodyStart(Call call) {
    current.requestBodyStart(call);
  }

  @Override
  public void requestFailed(Call call, IOException failure) {
    current.requestFailed(call, failure);
  }

  @Override
  public void followUpDecision(Call call, Response response, @Nullable Request next) {
    if (next != null) {
      ledByCacheTo = response.networkResponse() == null ? ServiceUrl.of(next.url()) : null;
      followUps++;
      current.followUpDecision(call, response, next);
    }
  }

  @Override
  public void responseBodyEnd(Call call, long byteCount) {
    current.responseBodyEnd(call, byteCount);
  }

  @Override
  public void responseFailed(Call call, IOException failure) {
    current.responseFailed(call, failure);
  }

  @Override
  public void canceled(Call call) {
    current.canceled(call);
  }

  @Override
  public void callEnd(Call call) {
    current.callEnd(call);
  }

  @Override
  public void callFailed(Call call, IOException failure) {
    current.callFailed(call, failure);
  }
}
