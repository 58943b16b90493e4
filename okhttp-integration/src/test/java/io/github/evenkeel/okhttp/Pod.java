/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/** A server on a real socket that says its name in the body and in the header X-Pod. */
public final class Pod implements AutoCloseable {
  private final MockWebServer server;
  private final String name;
  private final Queue<RecordedRequest> requests = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile int streamError;
  private final AtomicInteger streamsToReset = new AtomicInteger();
  private volatile Function<RecordedRequest, MockResponse> answer = this::ok;

  private Pod(MockWebServer server, String name) {
    this.server = server;
    this.name = name;
  }

  public static Pod start(Wire wire, String name) throws IOException {
    Pod pod = new Pod(wire.server(), name);
    pod.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            pod.requests.add(request);
            return pod.answer.apply(request);
          }

          @Override
          public MockResponse peek() {
            return pod.resetStream();
          }
        });
    pod.server.start(InetAddress.getLoopbackAddress(), 0);
    return pod;
  }

  public static Pod[] start(Wire wire, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              try {
                return start(wire, "pod-" + i);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
        .toArray(Pod[]::new);
  }

  private MockResponse ok(RecordedRequest request) {
    // The server would send a body to a HEAD, too.
    return request.getMethod().equals("HEAD") ? ok().body("").build() : ok().build();
  }

  public MockResponse.Builder ok() {
    return new MockResponse.Builder().setHeader("X-Pod", name).body(name);
  }

  /**
   * From now on resets each HTTP/2 stream when it begins.
   *
   * @param errorCode as in RFC 9113, section 7
   */
  void resetsStreams(int errorCode) {
    resetsFirstStreams(Integer.MAX_VALUE, errorCode);
  }

  /** Resets so many HTTP/2 streams when they begin, and no more. */
  void resetsFirstStreams(int count, int errorCode) {
    this.streamError = errorCode;
    this.streamsToReset.set(count);
  }

  private MockResponse resetStream() {
    MockResponse.Builder response = new MockResponse.Builder();
    if (streamsToReset.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      response.onRequestStart(new SocketEffect.CloseStream(streamError));
    }
    return response.build();
  }

  /** Does not answer before it is closed. */
  MockResponse stall() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ok().build();
  }

  public void answers(Function<RecordedRequest, MockResponse> answer) {
    this.answer = answer;
  }

  public String name() {
    return name;
  }

  public int port() {
    return server.getPort();
  }

  public Endpoint endpoint() {
    return Endpoint.builder("127.0.0.1", port()).uid(name).build();
  }

  public int requestCount() {
    return requests.size();
  }

  Stream<RecordedRequest> requests() {
    return requests.stream();
  }

  /** How many connections have been opened to it, as far as requests came on them. */
  public long connectionCount() {
    return requests().mapToInt(RecordedRequest::getConnectionIndex).distinct().count();
  }

  @Override
  public void close() {
    closing.countDown();
    server.close();
  }
}
