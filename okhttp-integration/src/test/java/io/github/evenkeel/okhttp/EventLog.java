/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A user's listener that writes down the names of all events. */
public final class EventLog extends EventListener {
  private final Queue<String> events = new ConcurrentLinkedQueue<>();

  /** The events since the last call, in order. */
  List<String> take() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  @Override
  public void cacheConditionalHit(Call call, Response response) {
    events.add("cacheConditionalHit");
  }

  @Override
  public void cacheHit(Call call, Response response) {
    events.add("cacheHit");
  }

  @Override
  public void cacheMiss(Call call) {
    events.add("cacheMiss");
  }

  @Override
  public void callEnd(Call call) {
    events.add("callEnd");
  }

  @Override
  public void callFailed(Call call, IOException failure) {
    events.add("callFailed");
  }

  @Override
  public void callStart(Call call) {
    events.add("callStart");
  }

  @Override
  public void canceled(Call call) {
    events.add("canceled");
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    events.add("connectEnd");
  }

  @Override
  public void connectFailed(
      Call call,
      InetSocketAddress address,
      Proxy proxy,
      @Nullable Protocol protocol,
      IOException failure) {
    events.add("connectFailed");
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    events.add("connectStart");
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    events.add("connectionAcquired");
  }

  @Override
  public void connectionReleased(Call call, Connection connection) {
    events.add("connectionReleased");
  }

  @Override
  public void dispatcherQueueEnd(Call call, Dispatcher dispatcher) {
    events.add("dispatcherQueueEnd");
  }

  @Override
  public void dispatcherQueueStart(Call call, Dispatcher dispatcher) {
    events.add("dispatcherQueueStart");
  }

  @Override
  public void dnsEnd(Call call, String host, List<InetAddress> addresses) {
    events.add("dnsEnd");
  }

  @Override
  public void dnsStart(Call call, String host) {
    events.add("dnsStart");
  }

  @Override
  public void followUpDecision(Call call, Response response, @Nullable Request request) {
    events.add("followUpDecision");
  }

  @Override
  public void proxySelectEnd(Call call, HttpUrl url, List<Proxy> proxies) {
    events.add("proxySelectEnd");
  }

  @Override
  public void proxySelectStart(Call call, HttpUrl url) {
    events.add("proxySelectStart");
  }

  @Override
  public void requestBodyEnd(Call call, long byteCount) {
    events.add("requestBodyEnd");
  }

  @Override
  public void requestBodyStart(Call call) {
    events.add("requestBodyStart");
  }

  @Override
  public void requestFailed(Call call, IOException failure) {
    events.add("requestFailed");
  }

  @Override
  public void requestHeadersEnd(Call call, Request request) {
    events.add("requestHeadersEnd");
  }

  @Override
  public void requestHeadersStart(Call call) {
    events.add("requestHeadersStart");
  }

  @Override
  public void responseBodyEnd(Call call, long byteCount) {
    events.add("responseBodyEnd");
  }

  @Override
  public void responseBodyStart(Call call) {
    events.add("responseBodyStart");
  }

  @Override
  public void responseFailed(Call call, IOException failure) {
    events.add("responseFailed");
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    events.add("responseHeadersEnd");
  }

  @Override
  public void responseHeadersStart(Call call) {
    events.add("responseHeadersStart");
  }

  @Override
  public void retryDecision(Call call, IOException failure, boolean retry) {
    events.add("retryDecision");
  }

  @Override
  public void satisfactionFailure(Call call, Response response) {
    events.add("satisfactionFailure");
  }

  @Override
  public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
    events.add("secureConnectEnd");
  }

  @Override
  public void secureConnectStart(Call call) {
    events.add("secureConnectStart");
  }
}
