/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Authenticator;
import okhttp3.Cache;
import okhttp3.CacheControl;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionSpec;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What OkHttp's users rely on, after the list of behaviours in OkHttp's own tests of calls,
 * interceptors, cookies and caching. Run with a plain client and with a wrapped one, by the same
 * assertions.
 */
public abstract class CallBehaviours {
  private static final MediaType TEXT = MediaType.get("text/plain");
  private static final String SECRET = "Basic c2VjcmV0";

  /** A client, and the server or servers that it speaks to. */
  interface Service extends AutoCloseable {
    OkHttpClient client();

    /** Scheme, host and perhaps port. */
    String baseUrl();

    /** All servers answer from one script, whichever is asked. */
    List<Pod> pods();

    @Override
    void close();
  }

  /** Starts a service whose client is set up as {@code options} say. */
  abstract Service open(Wire wire, Consumer<OkHttpClient.Builder> options);

  private final BlockingQueue<MockResponse> script = new LinkedBlockingQueue<>();
  private final BlockingQueue<RecordedRequest> requests = new LinkedBlockingQueue<>();

  private Service start(
      Wire wire, Consumer<OkHttpClient.Builder> options, MockResponse.Builder... answers) {
    for (MockResponse.Builder answer : answers) {
      script.add(answer.build());
    }
    Service service = open(wire, options);
    for (Pod pod : service.pods()) {
      pod.answers(
          request -> {
            requests.add(request);
            MockResponse next = script.poll();
            return next == null ? pod.stall() : next;
          });
    }
    return service;
  }

  private Service start(Wire wire, MockResponse.Builder... answers) {
    return start(wire, client -> {}, answers);
  }

  private Service start(MockResponse.Builder... answers) {
    return start(Wire.HTTP_1, answers);
  }

  // Methods and bodies

  @ParameterizedTest
  @EnumSource
  void get(Wire wire) throws IOException {
    try (Service service = start(wire, answer("abc").setHeader("A", "b"))) {
      Request request = request(service, "/path?q=1#f").header("User-Agent", "me").build();
      try (Response response = service.client().newCall(request).execute()) {
        assertEquals(200, response.code());
        assertEquals("abc", response.body().string());
        assertEquals("b", response.header("A"));
        assertEquals(request.url(), response.request().url());
        assertNull(response.priorResponse());
        assertNull(response.cacheResponse());
        assertNotNull(response.networkResponse());
        assertTrue(response.receivedResponseAtMillis() >= response.sentRequestAtMillis());
        assertEquals(wire.isTls(), response.handshake() != null);
        assertEquals(
            switch (wire) {
              case HTTP_1, HTTP_1_TLS -> Protocol.HTTP_1_1;
              case HTTP_2_TLS -> Protocol.HTTP_2;
              case HTTP_2_PRIOR_KNOWLEDGE -> Protocol.H2_PRIOR_KNOWLEDGE;
            },
            response.protocol());
      }
      RecordedRequest seen = requests.remove();
      assertEquals("GET", seen.getMethod());
      assertEquals("/path?q=1", seen.getTarget());
      assertEquals("me", seen.getHeaders().get("User-Agent"));
      assertEquals(0, seen.getBodySize());
      assertNull(seen.getHeaders().get("Content-Length"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500, 503})
  void anErrorStatusIsAnAnswer(int status) throws IOException {
    try (Service service = start(answer("no").code(status));
        Response response = service.client().newCall(request(service, "/").build()).execute()) {
      assertEquals(status, response.code());
      assertEquals("no", response.body().string());
      assertEquals(1, requests.size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, HTTP_1", "POST, HTTP_1_TLS", "POST, HTTP_2_TLS", "POST, HTTP_2_PRIOR_KNOWLEDGE",
    "PUT, HTTP_1", "PATCH, HTTP_2_TLS", "DELETE, HTTP_1", "CUSTOM, HTTP_2_PRIOR_KNOWLEDGE",
  })
  void aBodyArrivesWithItsTypeAndLength(String method, Wire wire) throws IOException {
    try (Service service = start(wire, answer("ok"))) {
      Request request =
          request(service, "/").method(method, RequestBody.create("order", TEXT)).build();
      assertEquals("ok", Shop.get(service.client(), request));
      RecordedRequest seen = requests.remove();
      assertEquals(method, seen.getMethod());
      assertEquals("order", bodyOf(seen));
      assertEquals("5", seen.getHeaders().get("Content-Length"));
      assertEquals("text/plain; charset=utf-8", seen.getHeaders().get("Content-Type"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyPostHasLengthZero(Wire wire) throws IOException {
    try (Service service = start(wire, answer("ok"))) {
      Request request = request(service, "/").post(RequestBody.EMPTY).build();
      assertEquals("ok", Shop.get(service.client(), request));
      RecordedRequest seen = requests.remove();
      assertEquals("0", seen.getHeaders().get("Content-Length"));
      assertNull(seen.getHeaders().get("Content-Type"));
    }
  }

  @Test
  void aBodyOfUnknownLengthIsChunked() throws IOException {
    RequestBody body = body(false, sink -> sink.writeUtf8("x".repeat(100_000)));
    try (Service service = start(answer("ok"))) {
      Shop.get(service.client(), request(service, "/").post(body).build());
      RecordedRequest seen = requests.remove();
      assertEquals(100_000, seen.getBodySize());
      assertEquals("chunked", seen.getHeaders().get("Transfer-Encoding"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHeadHasNoBodyWhateverItsHeadersSay(Wire wire) throws IOException {
    try (Service service =
            start(
                wire,
                new MockResponse.Builder()
                    .clearHeaders()
                    .setHeader("Content-Encoding", "gzip")
                    .setHeader("Content-Length", "100"));
        Response response =
            service.client().newCall(request(service, "/").head().build()).execute()) {
      assertEquals("", response.body().string());
      assertEquals("100", response.header("Content-Length"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyBodyIsEmpty(Wire wire) throws IOException {
    try (Service service = start(wire, new MockResponse.Builder())) {
      assertEquals("", Shop.get(service.client(), request(service, "/").build()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205})
  void aBodyWhereThereMayBeNoneIsAProtocolError(int status) throws IOException {
    try (Service service = start(answer("content").code(status))) {
      assertThrows(
          ProtocolException.class, () -> Shop.get(service.client(), request(service, "/").build()));
      assertEquals(1, requests.size(), "elsewhere it would be no better");
    }
  }

  @ParameterizedTest
  @EnumSource
  void repeatedHeadersStayRepeated(Wire wire) throws IOException {
    try (Service service = start(wire, answer("").addHeader("B", "1").addHeader("B", "2"))) {
      Request request = request(service, "/").addHeader("A", "1").addHeader("A", "2").build();
      try (Response response = service.client().newCall(request).execute()) {
        assertEquals(List.of("1", "2"), response.headers("B"));
      }
      assertEquals(List.of("1", "2"), requests.remove().getHeaders().values("A"));
    }
  }

  @Test
  void aUserAgentIsSentByDefault() throws IOException {
    try (Service service = start(answer(""))) {
      Shop.get(service.client(), request(service, "/").build());
      assertTrue(
          requireNonNull(requests.remove().getHeaders().get("User-Agent")).startsWith("okhttp/"));
    }
  }

  @Test
  void gzipIsTransparentUnlessARangeIsAskedFor() throws IOException {
    try (Service service =
        start(
            new MockResponse.Builder().setHeader("Content-Encoding", "gzip").body(gzip("plain")),
            answer("part"))) {
      assertEquals("plain", Shop.get(service.client(), request(service, "/").build()));
      assertEquals("gzip", requests.remove().getHeaders().get("Accept-Encoding"));
      Request ranged = request(service, "/").header("Range", "bytes=0-3").build();
      assertEquals("part", Shop.get(service.client(), ranged));
      assertNull(requests.remove().getHeaders().get("Accept-Encoding"));
    }
  }

  @Test
  void informationalAnswersArePassedOver() throws IOException {
    try (Service service =
        start(
            answer("final")
                .addInformationalResponse(new MockResponse.Builder().code(103).build()))) {
      assertEquals("final", Shop.get(service.client(), request(service, "/").build()));
    }
  }

  // Calls

  @Test
  void aCallIsExecutedOnceAndItsCloneAgain() throws Exception {
    try (Service service = start(answer("a"), answer("b"), answer("c"))) {
      Call call = service.client().newCall(request(service, "/").build());
      call.execute().close();
      assertTrue(call.isExecuted());
      assertThrows(IllegalStateException.class, call::execute);
      assertThrows(IllegalStateException.class, () -> call.enqueue(new Answer()));
      try (Response response = call.clone().execute()) {
        assertEquals("b", response.body().string());
      }
      Answer answer = new Answer();
      call.clone().enqueue(answer);
      assertEquals("c", answer.body());
    }
  }

  @ParameterizedTest
  @EnumSource
  void enqueuedCallsAnswer(Wire wire) throws Exception {
    try (Service service = start(wire, answer("abc"))) {
      Answer answer = new Answer();
      service.client().newCall(request(service, "/").build()).enqueue(answer);
      assertEquals("abc", answer.body());
    }
  }

  @Test
  void anExceptionOfTheCallbackIsNoFailureOfTheCall() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    Answer next = new Answer();
    try (Service service = start(answer("a"), answer("b"))) {
      service
          .client()
          .newCall(request(service, "/").build())
          .enqueue(
              new Callback() {
                @Override
                public void onResponse(Call call, Response response) throws IOException {
                  response.close();
                  service.client().newCall(request(service, "/").build()).enqueue(next);
                  throw new IOException("a bug in the callback");
                }

                @Override
                public void onFailure(Call call, IOException failure) {
                  failures.incrementAndGet();
                }
              });
      assertEquals("b", next.body());
      assertEquals(0, failures.get());
    }
  }

  @Test
  void anAnswerMayBeReadAfterTheCallback() throws Exception {
    CompletableFuture<Response> handedOver = new CompletableFuture<>();
    try (Service service = start(answer("later"))) {
      service
          .client()
          .newCall(request(service, "/").build())
          .enqueue(
              new Callback() {
                @Override
                public void onResponse(Call call, Response response) {
                  handedOver.complete(response);
                }

                @Override
                public void onFailure(Call call, IOException failure) {
                  handedOver.completeExceptionally(failure);
                }
              });
      try (Response response = handedOver.get(10, TimeUnit.SECONDS)) {
        assertEquals("later", response.body().string());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectionsAreReused(Wire wire) throws IOException {
    MockResponse.Builder[] answers = new MockResponse.Builder[8];
    Arrays.setAll(answers, i -> answer("a"));
    try (Service service = start(wire, answers)) {
      for (int i = 0; i < answers.length; i++) {
        Shop.get(service.client().newBuilder().build(), request(service, "/").build());
      }
      service.pods().forEach(pod -> assertEquals(1, pod.connectionCount(), pod.name()));
    }
  }

  @Test
  void aConnectionThatTheServerClosesIsNotReused() throws IOException {
    try (Service service =
        start(
            answer("a").setHeader("Connection", "close"),
            answer("b").setHeader("Connection", "close"),
            answer("c"))) {
      for (String body : List.of("a", "b", "c")) {
        assertEquals(body, Shop.get(service.client(), request(service, "/").build()));
      }
      assertEquals(3, service.pods().stream().mapToLong(Pod::connectionCount).sum());
    }
  }

  @Test
  void cleartextIsRefusedWhereItIsDisabled() {
    try (Service service =
        start(Wire.HTTP_1, client -> client.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS)))) {
      assertThrows(
          UnknownServiceException.class,
          () -> Shop.get(service.client(), request(service, "/").build()));
      assertEquals(0, requests.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReadTimeoutFailsAPostAfterOneDelivery(Wire wire) {
    try (Service service = start(wire, client -> client.readTimeout(Duration.ofSeconds(1)))) {
      Request request = request(service, "/").post(RequestBody.create("order", TEXT)).build();
      assertThrows(SocketTimeoutException.class, () -> Shop.get(service.client(), request));
      assertEquals(1, requests.size());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1", "HTTP_1_TLS"})
  void aGetRecoversFromAConnectionThatEndsUnanswered(Wire wire) throws IOException {
    try (Service service =
        start(
            wire,
            answer("a"),
            answer("b"),
            new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()),
            answer("c"))) {
      for (String body : List.of("a", "b", "c")) {
        assertEquals(body, Shop.get(service.client(), request(service, "/").build()));
      }
      assertEquals(4, requests.size());
    }
  }

  @Test
  void nothingRecoversWhereThatIsForbidden() throws IOException {
    try (Service service =
        start(
            Wire.HTTP_1,
            client -> client.retryOnConnectionFailure(false),
            answer("a"),
            answer("b"),
            new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()))) {
      Shop.get(service.client(), request(service, "/").build());
      Shop.get(service.client(), request(service, "/").build());
      assertThrows(
          IOException.class, () -> Shop.get(service.client(), request(service, "/").build()));
      assertEquals(3, requests.size());
    }
  }

  @Test
  void anAnswer503ThatAsksForAnImmediateRetryGetsOne() throws IOException {
    try (Service service =
        start(answer("busy").code(503).setHeader("Retry-After", "0"), answer("ok"))) {
      assertEquals("ok", Shop.get(service.client(), request(service, "/").build()));
      assertEquals(2, requests.size());
    }
  }

  @Test
  void anAnswer408GetsTheRequestAgain() throws IOException {
    try (Service service = start(answer("late").code(408), answer("ok"))) {
      assertEquals("ok", Shop.get(service.client(), request(service, "/").build()));
      assertEquals(2, requests.size());
    }
  }

  @Test
  void anAnswer503ThatAsksForAnImmediateRetryOfAOneShotBodyGetsNone() throws IOException {
    try (Service service = start(answer("busy").code(503).setHeader("Retry-After", "0"))) {
      Request post =
          request(service, "/").post(body(true, sink -> sink.writeUtf8("order"))).build();
      assertEquals("busy", Shop.get(service.client(), post));
      assertEquals(1, requests.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExceptionOfTheBodyIsTheCallers(Wire wire) {
    RequestBody broken =
        body(
            false,
            sink -> {
              sink.flush();
              throw new IOException("boom");
            });
    try (Service service = start(wire)) {
      IOException failure =
          assertThrows(
              IOException.class,
              () -> Shop.get(service.client(), request(service, "/").post(broken).build()));
      assertEquals("boom", failure.getMessage());
    }
  }

  @Test
  void aMissingFileIsLookedForOnce() {
    AtomicInteger written = new AtomicInteger();
    RequestBody missing =
        body(
            false,
            sink -> {
              written.incrementAndGet();
              throw new FileNotFoundException("gone");
            });
    try (Service service = start()) {
      assertThrows(
          FileNotFoundException.class,
          () -> Shop.get(service.client(), request(service, "/").post(missing).build()));
      assertEquals(1, written.get());
    }
  }

  // Redirects, authentication and cookies

  @Test
  void redirectsAreFollowedAndRemembered() throws IOException {
    try (Service service = start(redirect(301, "/b"), redirect(302, "/c"), answer("end"))) {
      Request request = request(service, "/a").header("Authorization", SECRET).build();
      try (Response response = service.client().newCall(request).execute()) {
        assertEquals("end", response.body().string());
        assertEquals(service.baseUrl() + "/c", response.request().url().toString());
        Response prior = requireNonNull(response.priorResponse());
        assertEquals(302, prior.code());
        assertEquals(service.baseUrl() + "/b", prior.request().url().toString());
        assertThrows(IllegalStateException.class, () -> prior.body().string());
        assertEquals(301, requireNonNull(prior.priorResponse()).code());
      }
      requests.forEach(seen -> assertEquals(SECRET, seen.getHeaders().get("Authorization")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, 301, GET",
    "POST, 302, GET",
    "POST, 303, GET",
    "POST, 307, POST",
    "POST, 308, POST",
    "PUT, 302, GET",
    "PROPFIND, 302, PROPFIND",
    "DELETE, 307, DELETE",
  })
  void aRedirectKeepsTheMethodOrMakesItAGet(String method, int status, String then)
      throws IOException {
    try (Service service = start(redirect(status, "/b"), answer("end"))) {
      Request request =
          request(service, "/a").method(method, RequestBody.create("order", TEXT)).build();
      assertEquals("end", Shop.get(service.client(), request));
      assertEquals("order", bodyOf(requests.remove()));
      RecordedRequest second = requests.remove();
      assertEquals(then, second.getMethod());
      assertEquals(then.equals("GET") ? "" : "order", bodyOf(second));
    }
  }

  @Test
  void aOneShotBodyIsNotRedirected() throws IOException {
    try (Service service = start(redirect(307, "/b"))) {
      Request request =
          request(service, "/a").post(body(true, sink -> sink.writeUtf8("order"))).build();
      try (Response response = service.client().newCall(request).execute()) {
        assertEquals(307, response.code());
      }
    }
  }

  @Test
  void twentyRedirectsAreFollowedAndNotOneMore() throws IOException {
    MockResponse.Builder[] answers = new MockResponse.Builder[21];
    Arrays.setAll(answers, i -> redirect(302, "/" + i));
    answers[20] = answer("end");
    try (Service service = start(answers)) {
      assertEquals("end", Shop.get(service.client(), request(service, "/").build()));
      for (int i = 0; i < 21; i++) {
        script.add(redirect(302, "/" + i).build());
      }
      ProtocolException failure =
          assertThrows(
              ProtocolException.class,
              () -> Shop.get(service.client(), request(service, "/").build()));
      assertEquals("Too many follow-up requests: 21", failure.getMessage());
    }
  }

  @Test
  void redirectsAreNotFollowedWhereThatIsForbidden() throws IOException {
    try (Service service =
            start(Wire.HTTP_1, client -> client.followRedirects(false), redirect(302, "/b"));
        Response response = service.client().newCall(request(service, "/").build()).execute()) {
      assertEquals(302, response.code());
      assertEquals("/b", response.header("Location"));
    }
  }

  @Test
  void aRedirectToAnUnknownSchemeIsTheCallers() throws IOException {
    try (Service service = start(redirect(302, "git://elsewhere.example/"));
        Response response = service.client().newCall(request(service, "/").build()).execute()) {
      assertEquals(302, response.code());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChallengeIsMetAndTheBodySentAgain(Wire wire) throws IOException {
    try (Service service =
        start(
            wire,
            client -> client.authenticator(answering()),
            answer("who?").code(401),
            answer("welcome"))) {
      Request post = request(service, "/").post(RequestBody.create("order", TEXT)).build();
      assertEquals("welcome", Shop.get(service.client(), post));
      RecordedRequest first = requests.remove();
      assertNull(first.getHeaders().get("Authorization"));
      assertEquals("order", bodyOf(first));
      RecordedRequest second = requests.remove();
      assertEquals(SECRET, second.getHeaders().get("Authorization"));
      assertEquals("order", bodyOf(second));
    }
  }

  @Test
  void aChallengeThatIsNotMetIsTheCallers() throws IOException {
    try (Service service =
            start(
                Wire.HTTP_1,
                client -> client.authenticator(Authenticator.NONE),
                answer("who?").code(401));
        Response response = service.client().newCall(request(service, "/").build()).execute()) {
      assertEquals(401, response.code());
      assertEquals("who?", response.body().string());
    }
  }

  @Test
  void cookiesAreKeptForTheHostAndSentAgain() throws IOException {
    List<Cookie> jar = new ArrayList<>();
    CookieJar cookies =
        new CookieJar() {
          @Override
          public void saveFromResponse(HttpUrl url, List<Cookie> saved) {
            jar.addAll(saved);
          }

          @Override
          public List<Cookie> loadForRequest(HttpUrl url) {
            return jar.stream().filter(cookie -> cookie.matches(url)).toList();
          }
        };
    try (Service service =
        start(
            Wire.HTTP_1,
            client -> client.cookieJar(cookies),
            answer("").addHeader("Set-Cookie", "a=b").addHeader("Set-Cookie", "c=d; Path=/other"),
            answer(""))) {
      Shop.get(service.client(), request(service, "/").build());
      Shop.get(service.client(), request(service, "/").build());
      assertEquals(HttpUrl.get(service.baseUrl()).host(), jar.get(0).domain());
      assertNull(requests.remove().getHeaders().get("Cookie"));
      assertEquals("a=b", requests.remove().getHeaders().get("Cookie"));
    }
  }

  // Cache

  @Test
  void aCacheAnswersAndRevalidatesAndMisses(@TempDir Path directory) throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Service service =
            start(
                Wire.HTTP_1,
                client -> client.cache(cache),
                answer("A").setHeader("ETag", "v1").setHeader("Cache-Control", "max-age=60"),
                new MockResponse.Builder().code(304),
                answer("B"))) {
      assertEquals("A", Shop.get(service.client(), request(service, "/").build()));
      try (Response hit = service.client().newCall(request(service, "/").build()).execute()) {
        assertEquals("A", hit.body().string());
        assertNotNull(hit.cacheResponse());
        assertNull(hit.networkResponse());
      }
      Request fresh =
          request(service, "/")
              .cacheControl(new CacheControl.Builder().maxAge(0, TimeUnit.SECONDS).build())
              .build();
      try (Response revalidated = service.client().newCall(fresh).execute()) {
        assertEquals("A", revalidated.body().string());
        assertEquals(200, revalidated.code());
        assertEquals(304, requireNonNull(revalidated.networkResponse()).code());
      }
      try (Response miss = service.client().newCall(fresh).execute()) {
        assertEquals("B", miss.body().string());
        assertNotNull(miss.cacheResponse());
      }
      requests.remove();
      assertEquals("v1", requests.remove().getHeaders().get("If-None-Match"));
      assertEquals(1, requests.size());
    }
  }

  @Test
  void aRequestForTheCacheOnlyIsAnswered504() throws IOException {
    try (Service service = start()) {
      Request cached = request(service, "/").cacheControl(CacheControl.FORCE_CACHE).build();
      try (Response response = service.client().newCall(cached).execute()) {
        assertEquals(504, response.code());
      }
      assertEquals(0, requests.size());
    }
  }

  // Cancellation

  @Test
  void aCallCanceledBeforeItRunsReachesNoServer() throws Exception {
    try (Service service = start()) {
      Call call = service.client().newCall(request(service, "/").build());
      call.cancel();
      assertTrue(call.isCanceled());
      assertEquals("Canceled", assertThrows(IOException.class, call::execute).getMessage());
      Call enqueued = service.client().newCall(request(service, "/").build());
      Answer answer = new Answer();
      enqueued.cancel();
      enqueued.enqueue(answer);
      assertEquals("Canceled", answer.failure().getMessage());
      assertEquals(0, requests.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallCanceledBeforeTheAnswerFailsOnce(Wire wire) throws Exception {
    try (Service service = start(wire)) {
      Call call = service.client().newCall(request(service, "/").build());
      Answer answer = new Answer();
      call.enqueue(answer);
      assertNotNull(requests.poll(10, TimeUnit.SECONDS));
      call.cancel();
      assertInstanceOf(IOException.class, answer.failure());
      assertEquals(1, answer.outcomes());
      assertTrue(requests.isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallCanceledBeforeItsBodyIsReadBreaksTheBody(Wire wire) throws IOException {
    try (Service service = start(wire, answer("late").bodyDelay(30, TimeUnit.SECONDS))) {
      Call call = service.client().newCall(request(service, "/").build());
      try (Response response = call.execute()) {
        call.cancel();
        assertThrows(IOException.class, () -> response.body().string());
      }
    }
  }

  @Test
  void anInterceptorMayCancelItsCall() {
    try (Service service =
        start(
            Wire.HTTP_1,
            client ->
                client.addInterceptor(
                    chain -> {
                      chain.call().cancel();
                      return chain.proceed(chain.request());
                    }))) {
      assertEquals(
          "Canceled",
          assertThrows(
                  IOException.class,
                  () -> Shop.get(service.client(), request(service, "/").build()))
              .getMessage());
      assertEquals(0, requests.size());
    }
  }

  // Interceptors

  @Test
  void anInterceptorMayRewriteRequestAndAnswer() throws IOException {
    Interceptor rewriting =
        chain -> {
          Request rewritten = chain.request().newBuilder().addHeader("A", "application").build();
          return chain.proceed(rewritten).newBuilder().addHeader("B", "application").build();
        };
    Interceptor rewritingOnTheNetwork =
        chain -> {
          Request rewritten = chain.request().newBuilder().addHeader("A", "network").build();
          return chain.proceed(rewritten).newBuilder().addHeader("B", "network").build();
        };
    try (Service service =
        start(
            Wire.HTTP_1,
            client -> client.addInterceptor(rewriting).addNetworkInterceptor(rewritingOnTheNetwork),
            answer(""))) {
      try (Response response = service.client().newCall(request(service, "/").build()).execute()) {
        assertEquals(List.of("network", "application"), response.headers("B"));
        assertNull(response.request().header("A-Missing"));
      }
      assertEquals(List.of("application", "network"), requests.remove().getHeaders().values("A"));
    }
  }

  @Test
  void aNetworkInterceptorSeesConnectionAndNetworkHeaders() throws IOException {
    List<String> seen = new ArrayList<>();
    try (Service service =
        start(
            Wire.HTTP_1,
            client ->
                client.addNetworkInterceptor(
                    chain -> {
                      assertNotNull(chain.connection());
                      seen.add(String.valueOf(chain.request().header("Host")));
                      seen.add(String.valueOf(chain.request().header("Accept-Encoding")));
                      Response response = chain.proceed(chain.request());
                      seen.add(String.valueOf(response.header("Content-Encoding")));
                      return response;
                    }),
            new MockResponse.Builder().setHeader("Content-Encoding", "gzip").body(gzip("plain")))) {
      assertEquals("plain", Shop.get(service.client(), request(service, "/").build()));
      HttpUrl url = HttpUrl.get(service.baseUrl());
      String host = url.port() == 80 ? url.host() : url.host() + ":" + url.port();
      assertEquals(List.of(host, "gzip", "gzip"), seen);
    }
  }

  @Test
  void aNetworkInterceptorMustProceedOnce() throws IOException {
    Interceptor silent =
        chain ->
            new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .build();
    Interceptor twice =
        chain -> {
          chain.proceed(chain.request()).close();
          return chain.proceed(chain.request());
        };
    for (Interceptor wrong : List.of(silent, twice)) {
      try (Service service =
          start(
              Wire.HTTP_1, client -> client.addNetworkInterceptor(wrong), answer(""), answer(""))) {
        assertThrows(
            IllegalStateException.class,
            () -> Shop.get(service.client(), request(service, "/").build()));
      }
      script.clear();
    }
  }

  @Test
  void anInterceptorMayProceedAgainOnceItHasClosedTheAnswer() throws IOException {
    try (Service service =
        start(
            Wire.HTTP_1,
            client ->
                client.addInterceptor(
                    chain -> {
                      chain.proceed(chain.request()).close();
                      return chain.proceed(chain.request());
                    }),
            answer("a"),
            answer("b"))) {
      assertEquals("b", Shop.get(service.client(), request(service, "/").build()));
    }
  }

  @Test
  void anInterceptorMayProceedAgainAfterAFailure() throws IOException {
    try (Service service =
        start(
            Wire.HTTP_1,
            client ->
                client
                    .retryOnConnectionFailure(false)
                    .addInterceptor(
                        chain -> {
                          try (Response unexpected = chain.proceed(chain.request())) {
                            throw new AssertionError(unexpected);
                          } catch (IOException expected) {
                            return chain.proceed(chain.request());
                          }
                        }),
            new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()),
            answer("b"))) {
      assertEquals("b", Shop.get(service.client(), request(service, "/").build()));
    }
  }

  @Test
  void anInterceptorMayMakeACallOfItsOwn() throws IOException {
    try (Service service = start(answer("token"), answer("ok"))) {
      OkHttpClient inner = service.client();
      OkHttpClient client =
          inner
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    String token = Shop.get(inner, request(service, "/token").build());
                    return chain.proceed(
                        chain.request().newBuilder().header("X-Token", token).build());
                  })
              .build();
      assertEquals("ok", Shop.get(client, request(service, "/").build()));
      assertEquals("/token", requests.remove().getTarget());
      assertEquals("token", requests.remove().getHeaders().get("X-Token"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBrokenInterceptorBreaksItsCallAlone(boolean onTheNetwork) throws Exception {
    Interceptor broken =
        chain -> {
          if (chain.request().url().encodedPath().equals("/broken")) {
            throw new IllegalStateException("boom");
          }
          return chain.proceed(chain.request());
        };
    try (Service service =
        start(
            Wire.HTTP_1,
            client -> {
              if (onTheNetwork) {
                client.addNetworkInterceptor(broken);
              } else {
                client.addInterceptor(broken);
              }
              client.dispatcher(quietDispatcher());
            },
            answer("ok"))) {
      assertThrows(
          IllegalStateException.class,
          () -> Shop.get(service.client(), request(service, "/broken").build()));
      Answer answer = new Answer();
      service.client().newCall(request(service, "/broken").build()).enqueue(answer);
      assertEquals(
          "canceled due to java.lang.IllegalStateException: boom", answer.failure().getMessage());
      assertEquals("ok", Shop.get(service.client(), request(service, "/").build()));
    }
  }

  @Test
  void anInterceptorMaySetATimeoutForItsCall() throws IOException {
    try (Service service =
        start(
            Wire.HTTP_1,
            client ->
                client
                    .retryOnConnectionFailure(false)
                    .addInterceptor(
                        chain ->
                            chain
                                .withReadTimeout(100, TimeUnit.MILLISECONDS)
                                .proceed(chain.request())))) {
      assertThrows(
          SocketTimeoutException.class,
          () -> Shop.get(service.client(), request(service, "/").build()));
    }
  }

  @Test
  void tagsAndOtherSettingsOfARequestArePassedOn() throws IOException {
    try (Service service = start(answer(""))) {
      Request request = request(service, "/").tag(String.class, "mine").build();
      try (Response response = service.client().newCall(request).execute()) {
        assertEquals("mine", response.request().tag(String.class));
      }
    }
  }

  private static Authenticator answering() {
    return (route, response) ->
        response.request().header("Authorization") != null
            ? null
            : response.request().newBuilder().header("Authorization", SECRET).build();
  }

  /** Its threads do not print what breaks them. */
  private static Dispatcher quietDispatcher() {
    return new Dispatcher(
        Executors.newCachedThreadPool(
            runnable -> {
              Thread thread = new Thread(runnable);
              thread.setUncaughtExceptionHandler((broken, expected) -> {});
              return thread;
            }));
  }

  private static Request.Builder request(Service service, String path) {
    return new Request.Builder().url(service.baseUrl() + path);
  }

  private static MockResponse.Builder answer(String body) {
    return new MockResponse.Builder().body(body);
  }

  private static MockResponse.Builder redirect(int status, String location) {
    return new MockResponse.Builder().code(status).setHeader("Location", location).body("moved");
  }

  private static String bodyOf(RecordedRequest request) {
    return request.getBody() == null ? "" : request.getBody().utf8();
  }

  private static RequestBody body(boolean oneShot, Writing writing) {
    return new RequestBody() {
      @Override
      public @Nullable MediaType contentType() {
        return null;
      }

      @Override
      public boolean isOneShot() {
        return oneShot;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        writing.writeTo(sink);
      }
    };
  }

  @FunctionalInterface
  private interface Writing {
    void writeTo(BufferedSink sink) throws IOException;
  }

  private static Buffer gzip(String text) {
    Buffer zipped = new Buffer();
    try (BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
      sink.writeUtf8(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped;
  }

  /** Waits for what an enqueued call comes to. */
  private static final class Answer implements Callback {
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private final AtomicInteger outcomes = new AtomicInteger();

    String body() throws Exception {
      return body.get(10, TimeUnit.SECONDS);
    }

    Throwable failure() throws Exception {
      try {
        throw new AssertionError("answered " + body());
      } catch (ExecutionException e) {
        return requireNonNull(e.getCause());
      }
    }

    int outcomes() {
      return outcomes.get();
    }

    @Override
    public void onResponse(Call call, Response response) throws IOException {
      outcomes.incrementAndGet();
      body.complete(response.body().string());
    }

    @Override
    public void onFailure(Call call, IOException failure) {
      outcomes.incrementAndGet();
      body.completeExceptionally(failure);
    }
  }
}
