/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/**
 * Where a wrapped client does not do as a plain one does. Each is a decision, and has a row in
 * {@code docs/okhttp-compatibility.md}.
 */
class DifferencesTest {
  @Test
  void aPostOnAConnectionThatEndsUnansweredIsSentAgainByAPlainClientOnly() throws Exception {
    assertEquals(2, deliveries(plain(c -> {}), "POST", DifferencesTest::endsConnection));
    assertEquals(1, deliveries(wrapped(c -> {}), "POST", DifferencesTest::endsConnection));
  }

  @Test
  void a408IsAnsweredWithASecondPostByAPlainClientOnly() throws Exception {
    assertEquals(2, deliveries(plain(c -> {}), "POST", DifferencesTest::requestTimeout));
    assertEquals(1, deliveries(wrapped(c -> {}), "POST", DifferencesTest::requestTimeout));
  }

  @Test
  void a503ThatAsksForAnImmediateRetryIsAnsweredWithASecondPostByAPlainClientOnly()
      throws Exception {
    assertEquals(2, deliveries(plain(c -> {}), "POST", DifferencesTest::busyForAMoment));
    assertEquals(1, deliveries(wrapped(c -> {}), "POST", DifferencesTest::busyForAMoment));
  }

  @Test
  void aGetThatIsNotAnsweredInTimeIsSentElsewhereByAWrappedClientOnly() throws Exception {
    Consumer<OkHttpClient.Builder> impatient = client -> client.readTimeout(Duration.ofSeconds(1));
    try (CallBehaviours.Service service = plain(impatient)) {
      service.pods().forEach(pod -> pod.answers(request -> pod.stall()));
      assertThrows(SocketTimeoutException.class, () -> send(service, "GET"));
      assertEquals(1, requestCount(service));
    }
    try (CallBehaviours.Service service = wrapped(impatient)) {
      service.pods().forEach(pod -> pod.answers(request -> pod.stall()));
      assertThrows(SocketTimeoutException.class, () -> send(service, "GET"));
      assertEquals(4, requestCount(service));
    }
  }

  @Test
  void aRetryAfterAResponseIsHeardAsANameLookupThatFails() throws Exception {
    EventLog log = new EventLog();
    try (CallBehaviours.Service service = wrapped(client -> client.eventListener(log))) {
      endsFirst(service, DifferencesTest::requestTimeout);
      send(service, "GET");
      List<String> events = log.take();
      int released = events.indexOf("connectionReleased");
      assertEquals(
          List.of("proxySelectStart", "proxySelectEnd", "dnsStart", "retryDecision"),
          events.subList(released + 1, released + 5));
    }
  }

  @Test
  void aRetryAfterAFailureIsHeardAsTheNextAttemptOnly() throws Exception {
    EventLog log = new EventLog();
    try (CallBehaviours.Service service = wrapped(client -> client.eventListener(log))) {
      endsFirst(service, DifferencesTest::endsConnection);
      send(service, "GET");
      assertEquals(2, Collections.frequency(log.take(), "dnsStart"));
    }
  }

  @Test
  void anInterceptorAddedAfterTheWrapRunsForEachAttempt() throws Exception {
    List<String> requests = Collections.synchronizedList(new ArrayList<>());
    try (CallBehaviours.Service service = wrapped(client -> {})) {
      endsFirst(service, DifferencesTest::requestTimeout);
      OkHttpClient changed =
          service
              .client()
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    requests.add(chain.request().url().toString());
                    return chain.proceed(chain.request());
                  })
              .build();
      Shop.get(changed, new Request.Builder().url(service.baseUrl()).build());
      assertEquals(
          List.of("http://orders.shop/", "http://orders.shop:1/", "http://orders.shop/"), requests);
    }
  }

  @Test
  void anInterceptorAddedAfterTheWrapSeesNoRedirectIntoAnotherService() throws Exception {
    List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
    try (Pod elsewhere = Pod.start(Wire.HTTP_1, "elsewhere");
        CallBehaviours.Service service = wrapped(client -> {})) {
      String foreign = "http://localhost:" + elsewhere.port() + "/";
      service
          .pods()
          .forEach(
              pod ->
                  pod.answers(
                      request ->
                          new MockResponse.Builder()
                              .code(302)
                              .setHeader("Location", foreign)
                              .build()));
      OkHttpClient changed =
          service
              .client()
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    Response response = chain.proceed(chain.request());
                    statuses.add(response.code());
                    return response;
                  })
              .build();
      Request request = new Request.Builder().url(service.baseUrl()).build();
      assertEquals("elsewhere", Shop.get(changed, request));
      assertEquals(List.of(299, 200), statuses);
    }
  }

  @Test
  void aWrappedClientsOwnPoolHoldsNoConnectionToAPod() throws Exception {
    try (CallBehaviours.Service service = wrapped(client -> {})) {
      send(service, "GET");
      assertEquals(0, service.client().connectionPool().connectionCount());
      service.client().connectionPool().evictAll();
      send(service, "GET");
      send(service, "GET");
      service.pods().forEach(pod -> assertTrue(pod.connectionCount() <= 1, pod.name()));
    }
  }

  private static CallBehaviours.Service plain(Consumer<OkHttpClient.Builder> options) {
    return new PlainCallTest().open(Wire.HTTP_1, options);
  }

  private static CallBehaviours.Service wrapped(Consumer<OkHttpClient.Builder> options) {
    return new BalancedCallTest().open(Wire.HTTP_1, options);
  }

  private static MockResponse endsConnection(RecordedRequest request) {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  private static MockResponse requestTimeout(RecordedRequest request) {
    return new MockResponse.Builder().code(408).build();
  }

  private static MockResponse busyForAMoment(RecordedRequest request) {
    return new MockResponse.Builder().code(503).setHeader("Retry-After", "0").build();
  }

  /** How often a request is delivered that is first treated as {@code trouble} has it. */
  private static int deliveries(
      CallBehaviours.Service service,
      String method,
      Function<RecordedRequest, MockResponse> trouble)
      throws Exception {
    try (service) {
      // On a connection that was good before, for OkHttp sends again on none that is new.
      send(service, "GET");
      send(service, "GET");
      int before = requestCount(service);
      endsFirst(service, trouble);
      try {
        send(service, method);
      } catch (IOException failed) {
        // Then it is not sent again.
      }
      return requestCount(service) - before;
    }
  }

  /** Lets the next request run into {@code trouble}, whichever pod it goes to. */
  private static void endsFirst(
      CallBehaviours.Service service, Function<RecordedRequest, MockResponse> trouble) {
    AtomicInteger requests = new AtomicInteger();
    for (Pod pod : service.pods()) {
      pod.answers(
          request -> requests.getAndIncrement() == 0 ? trouble.apply(request) : pod.ok().build());
    }
  }

  private static void send(CallBehaviours.Service service, String method) throws IOException {
    RequestBody body =
        method.equals("GET") ? null : RequestBody.create("order", MediaType.get("text/plain"));
    Request request = new Request.Builder().url(service.baseUrl()).method(method, body).build();
    Shop.get(service.client(), request);
  }

  private static int requestCount(CallBehaviours.Service service) {
    return service.pods().stream().mapToInt(Pod::requestCount).sum();
  }
}
