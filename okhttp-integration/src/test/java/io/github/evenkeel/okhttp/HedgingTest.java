/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.discovery.StaticEndpoints;
import io.github.evenkeel.internal.option.Durations;
import io.github.evenkeel.okhttp.internal.call.Stage;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.CertificatePinner;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request that is late goes to a second pod as well, and the first good answer counts. */
class HedgingTest {
  private static final Duration DELAY = Duration.ofMillis(50);

  private final ManualScheduler timer = new ManualScheduler();
  private final BlockingQueue<Pod> arrivals = new LinkedBlockingQueue<>();
  private final CountDownLatch goOn = new CountDownLatch(1);

  @ParameterizedTest
  @EnumSource
  void aSlowPodIsOvertakenByAnother(Wire wire) throws Exception {
    CountingSockets sockets = new CountingSockets();
    try (Shop shop = shop(wire, 2, client -> client.socketFactory(sockets), service -> {})) {
      answersInTurn(shop, Pod::stall, HedgingTest::ok);
      CompletableFuture<Response> answer = start(shop, shop.request("/a?b=c"));
      Pod slow = arrival();
      assertEquals(1, shop.inFlight());
      timer.fire();
      Pod quick = arrival();
      assertNotEquals(slow, quick); // trap 16
      try (Response response = get(answer)) {
        assertEquals(shop.request("/a?b=c").url(), response.request().url());
        assertNotNull(response.networkResponse());
        assertEquals(wire.isTls(), response.handshake() != null);
        assertEquals(quick.name(), response.body().string());
      }
      eventually(() -> outcomes(shop).equals(List.of(0L, 1L, 1L)));
      assertEquals(0, shop.inFlight());
      // To cancel a stream of HTTP/2 leaves the others of its connection alone.
      eventually(() -> sockets.openTo(slow.port()) == (wire.isMultiplexed() ? 1 : 0));
      assertEquals(1, sockets.openTo(quick.port()));
    }
  }

  /** A second request to the pod that is slow already would only make it slower. */
  @Test
  void thereIsNoHedgeIfTheOnlyOtherPodIsDrained() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      Pod drained = shop.pods[1];
      shop.discovery.publish(
          List.of(
              shop.pods[0].endpoint(),
              Endpoint.builder("127.0.0.1", drained.port()).uid(drained.name()).weight(0).build()));
      shop.pods[0].answers(
          request -> {
            arrivals.add(shop.pods[0]);
            await(goOn);
            return shop.pods[0].ok().build();
          });
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      arrival();

      timer.fire();
      goOn.countDown();

      assertEquals("pod-0", body(answer));
      assertEquals(List.of(1, 0), shop.requestCounts());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1", "HTTP_2_PRIOR_KNOWLEDGE"})
  void thePodThatLostSeesThatItIsCanceled(Wire wire) throws Exception {
    try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Shop shop = shop(wire, 1)) {
      CountDownLatch arrived = new CountDownLatch(1);
      CompletableFuture<String> seen =
          CompletableFuture.supplyAsync(() -> seenByASlowPod(wire, slow, arrived));
      shop.discovery.publish(
          List.of(Endpoint.of("127.0.0.1:" + slow.getLocalPort()), shop.pods[0].endpoint()));
      CompletableFuture<Response> answer = toASlowPod(shop, arrived);
      timer.fire();
      assertEquals("pod-0", body(answer));
      assertEquals(
          wire.isMultiplexed() ? "stream reset with 8, CANCEL" : "connection closed",
          seen.get(10, TimeUnit.SECONDS));
    }
  }

  /** Sends requests until one comes to the slow pod, and returns that. */
  private static CompletableFuture<Response> toASlowPod(Shop shop, CountDownLatch arrived)
      throws Exception {
    while (true) {
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      eventually(() -> arrived.getCount() == 0 || answer.isDone());
      if (!answer.isDone()) {
        return answer;
      }
      assertEquals("pod-0", body(answer));
    }
  }

  private static String seenByASlowPod(Wire wire, ServerSocket server, CountDownLatch arrived) {
    try (Socket socket = server.accept()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      if (!wire.isMultiplexed()) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
        while (!"".equals(lines.readLine())) {
          // A header.
        }
        arrived.countDown();
        return lines.read() == -1 ? "connection closed" : "more";
      }
      in.readNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
      socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}); // Empty SETTINGS.
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.readNBytes(1 + 4); // Flags and stream.
        byte[] payload = in.readNBytes(length);
        if (type == 1) { // HEADERS
          arrived.countDown();
        } else if (type == 3) { // RST_STREAM
          int code = ByteBuffer.wrap(payload).getInt();
          return "stream reset with " + code + (code == 8 ? ", CANCEL" : "");
        }
      }
    } catch (SocketException e) {
      return "connection closed";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstPodMayStillBeFirst(Wire wire) throws Exception {
    try (Shop shop = shop(wire, 2)) {
      answersInTurn(shop, this::onceTold, Pod::stall);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      Pod first = arrival();
      timer.fire();
      Pod second = arrival();
      assertEquals(2, shop.inFlight());
      goOn.countDown();
      assertEquals(first.name(), body(answer));
      eventually(() -> outcomes(shop).equals(List.of(0L, 1L, 1L)));
      assertEquals(0, shop.inFlight());
      assertEquals(1, second.requestCount());
    }
  }

  @ParameterizedTest
  @EnumSource
  void thereIsNoHedgeOnceThereIsAnAnswer(Wire wire) throws Exception {
    try (Shop shop = shop(wire, 2)) {
      shop.get("/");
      assertEquals(List.of(), timer.delays());
      assertEquals(1, shop.succeeded());
      assertEquals(0, shop.canceled());
    }
  }

  @Test
  void aHedgeThatFailsLeavesTheRequestToTheFirstPod() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      answersInTurn(shop, this::onceTold, HedgingTest::breaksOff);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      Pod first = arrival();
      timer.fire();
      eventually(() -> shop.failed() > 0);
      goOn.countDown();
      assertEquals(first.name(), body(answer));
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aHedgeAnsweredWithAFailureLeavesTheRequestToTheFirstPod() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2, client -> {}, HedgingTest::triesOnceAndMinds503)) {
      answersInTurn(shop, this::onceTold, HedgingTest::busy);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      Pod first = arrival();
      timer.fire();
      eventually(() -> shop.failed() == 1);
      goOn.countDown();
      assertEquals(first.name(), body(answer));
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aHedgeAnsweredWithAServerErrorLeavesTheRequestToTheFirstPod() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      answersInTurn(shop, this::onceTold, HedgingTest::busy);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      Pod first = arrival();
      timer.fire();
      eventually(() -> shop.failed() == 1);
      goOn.countDown();
      assertEquals(first.name(), body(answer));
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aFirstPodThatFailsLeavesTheRequestToTheHedge() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2, client -> {}, HedgingTest::triesOnceAndMinds503)) {
      CountDownLatch mayFail = new CountDownLatch(1);
      answersInTurn(shop, pod -> after(mayFail, breaksOff(pod)), this::onceTold);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      arrival();
      timer.fire();
      Pod second = arrival();
      mayFail.countDown();
      eventually(() -> shop.failed() == 1);
      assertFalse(answer.isDone());
      goOn.countDown();
      assertEquals(second.name(), body(answer));
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aFirstPodsFailureStatusLeavesTheRequestToTheHedge() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2, client -> {}, HedgingTest::triesOnceAndMinds503)) {
      CountDownLatch mayFail = new CountDownLatch(1);
      answersInTurn(shop, pod -> after(mayFail, busy(pod)), this::onceTold);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      arrival();
      timer.fire();
      Pod second = arrival();
      mayFail.countDown();
      goOn.countDown();
      assertEquals(second.name(), body(answer));
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.succeeded());
    }
  }

  @Test
  void whereBothFailTheFirstPodsFailureIsThrown() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2, client -> {}, HedgingTest::triesOnceAndMinds503)) {
      answersInTurn(shop, pod -> after(goOn, breaksOff(pod)), HedgingTest::busy);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      arrival();
      timer.fire();
      arrival();
      goOn.countDown();
      IOException failure = failure(answer);
      assertEquals(2, failure.getSuppressed().length); // The first is its own.
      assertEquals("a hedge was answered with status 503", failure.getSuppressed()[1].getMessage());
      assertEquals(0, shop.inFlight());
      assertEquals(2, shop.failed());
    }
  }

  @Test
  void whereBothFailTheFirstPodsAnswerIsGiven() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2, client -> {}, HedgingTest::triesOnceAndMinds503)) {
      answersInTurn(shop, pod -> after(goOn, busy(pod)), HedgingTest::breaksOff);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      Pod first = arrival();
      timer.fire();
      arrival();
      goOn.countDown();
      assertEquals(first.name() + " is busy", body(answer));
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aRetryKeepsAwayFromTheHedgesPod() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 3)) {
      CountDownLatch mayFail = new CountDownLatch(1);
      answersInTurn(shop, pod -> after(mayFail, breaksOff(pod)), Pod::stall, HedgingTest::ok);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      Pod first = arrival();
      timer.fire();
      Pod second = arrival();
      mayFail.countDown();
      // OkHttp sends it again to the same pod first, as the connection may have been stale.
      String third = body(answer);
      assertNotEquals(second.name(), third); // trap 16
      assertEquals(1, second.requestCount());
      assertNotEquals(first, second);
      eventually(() -> shop.inFlight() == 0);
    }
  }

  @Test
  void whatIsNotIdempotentIsNotHedged() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      for (Request request :
          List.of(
              post(shop),
              shop.request("/")
                  .newBuilder()
                  .tag(Idempotency.class, Idempotency.NOT_IDEMPOTENT)
                  .build(),
              shop.request("/").newBuilder().header("Accept", "text/event-stream").build(),
              shop.request("/").newBuilder().header("Upgrade", "websocket").build())) {
        List<Duration> planned = plannedWhile(shop, shop.client, request);
        assertEquals(List.of(), planned, request.toString());
      }
      Request keyed = post(shop).newBuilder().header("Idempotency-Key", "order-7").build();
      assertEquals(List.of(DELAY), plannedWhile(shop, shop.client, keyed));
      assertEquals(List.of(DELAY), plannedWhile(shop, shop.client, shop.request("/")));
      OkHttpClient once = shop.client.newBuilder().retryOnConnectionFailure(false).build();
      assertEquals(List.of(), plannedWhile(shop, once, shop.request("/")));
      shop.discovery.publish(shop.pods[0]);
      assertEquals(List.of(), plannedWhile(shop, shop.client, shop.request("/")), "one endpoint");
    }
  }

  @Test
  void aPostWithAnIdempotencyKeyIsOvertaken() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      answersInTurn(shop, Pod::stall, HedgingTest::ok);
      CompletableFuture<Response> answer =
          start(shop, post(shop).newBuilder().header("Idempotency-Key", "order-7").build());
      arrival();
      timer.fire();
      Pod second = arrival();
      assertEquals(second.name(), body(answer));
      for (Pod pod : shop.pods) {
        assertEquals(
            "order", requireNonNull(pod.requests().findFirst().orElseThrow().getBody()).utf8());
      }
    }
  }

  @Test
  void thereIsNoHedgeWhereTheBudgetEnds() throws Exception {
    Retries stingy = Retries.builder().budgetPercent(50).minRetryConcurrency(0).build();
    try (Shop shop = shop(Wire.HTTP_1, 2, client -> {}, service -> service.retries(stingy))) {
      answersInTurn(shop, this::onceTold);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      Pod first = arrival();
      timer.fire();
      goOn.countDown();
      assertEquals(first.name(), body(answer));
      assertEquals(1, shop.succeeded() + shop.canceled(), "50% of 1 are 0");
    }
  }

  @Test
  void aHedgeGivesItsPermitBack() throws Exception {
    Retries one = Retries.builder().budgetPercent(0).minRetryConcurrency(1).build();
    try (Shop shop = shop(Wire.HTTP_1, 2, client -> {}, service -> service.retries(one))) {
      for (int i = 0; i < 3; i++) {
        answersInTurn(shop, Pod::stall, HedgingTest::ok);
        CompletableFuture<Response> answer = start(shop, shop.request("/"));
        arrival();
        timer.fire();
        assertEquals(arrival().name(), body(answer));
      }
    }
  }

  @Test
  void aCallCanceledWhileBothAreAwaitedCancelsBoth() throws Exception {
    try (Shop shop = shop(Wire.HTTP_2_TLS, 2)) {
      answersInTurn(shop, Pod::stall, Pod::stall);
      Call call = shop.client.newCall(shop.request("/"));
      CompletableFuture<Response> answer = start(call);
      arrival();
      timer.fire();
      arrival();
      call.cancel();
      failure(answer);
      assertTrue(call.isCanceled());
      assertEquals(0, shop.inFlight());
      assertEquals(2, shop.canceled());
      assertEquals(0, shop.failed());
    }
  }

  @Test
  void aCallCanceledBeforeItsHedgeHasNone() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      answersInTurn(shop, Pod::stall);
      Call call = shop.client.newCall(shop.request("/"));
      CompletableFuture<Response> answer = start(call);
      arrival();
      call.cancel();
      failure(answer);
      assertTrue(call.isCanceled());
      assertEquals(List.of(), timer.delays());
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.canceled());
    }
  }

  @Test
  void aCallCanceledByAnInterceptorReachesNoPod() {
    try (Shop shop =
        shop(
            Wire.HTTP_1,
            2,
            client ->
                client.addInterceptor(
                    chain -> {
                      chain.call().cancel();
                      return chain.proceed(chain.request());
                    }),
            service -> {})) {
      assertThrows(IOException.class, () -> shop.get("/"));
      assertEquals(List.of(0, 0), shop.requestCounts());
      assertEquals(0, shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallCanceledWhileTheHedgesAnswerIsReadGivesBackItsLease(Wire wire) throws Exception {
    try (Shop shop = shop(wire, 2)) {
      answersInTurn(shop, Pod::stall, this::halfAnAnswer);
      Call call = shop.client.newCall(shop.request("/"));
      CompletableFuture<Response> answer = start(call);
      arrival();
      timer.fire();
      try (Response response = get(answer)) {
        assertEquals("half", response.body().source().readUtf8(4));
        eventually(() -> shop.inFlight() == 1);
        call.cancel();
        assertEquals(0, shop.inFlight());
        assertThrows(IOException.class, () -> response.body().source().readUtf8(4));
      }
      assertEquals(2, shop.canceled());
      goOn.countDown();
    }
  }

  @Test
  void theCallsTimeoutEndsBothAndBlamesTheirPods() throws Exception {
    try (Shop shop =
        shop(Wire.HTTP_1, 2, client -> client.callTimeout(Duration.ofSeconds(1)), service -> {})) {
      answersInTurn(shop, Pod::stall, Pod::stall);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      arrival();
      timer.fire();
      arrival();
      assertEquals(
          "timeout", assertInstanceOf(InterruptedIOException.class, failure(answer)).getMessage());
      assertEquals(0, shop.inFlight());
      assertEquals(2, shop.failed());
    }
  }

  @Test
  void theCallsOwnTimeoutCountsAndGoesOnWhileTheAnswerIsRead() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      answersInTurn(shop, Pod::stall, this::halfAnAnswer);
      Call call = shop.client.newCall(shop.request("/"));
      call.timeout().timeout(1, TimeUnit.SECONDS);
      CompletableFuture<Response> answer = start(call);
      arrival();
      timer.fire();
      try (Response response = get(answer)) {
        assertEquals("half", response.body().source().readUtf8(4));
        assertThrows(IOException.class, () -> response.body().source().readUtf8(4));
      }
      eventually(() -> shop.inFlight() == 0);
      goOn.countDown();
    }
  }

  @Test
  void theCallsDeadlineCounts() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      answersInTurn(shop, Pod::stall);
      Call call = shop.client.newCall(shop.request("/"));
      call.timeout().clearTimeout().deadline(1, TimeUnit.SECONDS);
      assertInstanceOf(InterruptedIOException.class, failure(start(call)));
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.failed());
    }
  }

  @Test
  void aThreadInterruptedWhileItAwaitsTheHedgeEndsTheCall() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2, client -> {}, HedgingTest::triesOnceAndMinds503)) {
      CountDownLatch mayFail = new CountDownLatch(1);
      answersInTurn(shop, pod -> after(mayFail, breaksOff(pod)), Pod::stall);
      CompletableFuture<IOException> failure = new CompletableFuture<>();
      AtomicBoolean interrupted = new AtomicBoolean();
      Thread thread =
          new Thread(
              () -> {
                IOException thrown = assertThrows(IOException.class, () -> shop.get("/"));
                interrupted.set(Thread.currentThread().isInterrupted());
                failure.complete(thrown);
              });
      thread.start();
      arrival();
      timer.fire();
      arrival();
      mayFail.countDown();
      eventually(() -> shop.failed() == 1 && thread.getState() == Thread.State.WAITING);
      thread.interrupt();
      assertInstanceOf(InterruptedIOException.class, failure.get(10, TimeUnit.SECONDS));
      assertTrue(interrupted.get());
      eventually(() -> shop.canceled() == 1);
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void interceptorsRunOnceBeforeOursAndForEachAttemptAfter() throws Exception {
    AtomicInteger before = new AtomicInteger();
    AtomicInteger after = new AtomicInteger();
    ThreadLocal<String> context = new ThreadLocal<>();
    Queue<String> contexts = new ConcurrentLinkedQueue<>();
    try (Shop shop =
        shop(
            Wire.HTTP_1,
            2,
            client ->
                client.addInterceptor(
                    chain -> {
                      context.set("user");
                      Request signed =
                          chain
                              .request()
                              .newBuilder()
                              .header("Signature", "" + before.incrementAndGet())
                              .build();
                      return chain.withReadTimeout(1234, TimeUnit.MILLISECONDS).proceed(signed);
                    }),
            service -> {})) {
      OkHttpClient client =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    after.incrementAndGet();
                    contexts.add(context.get() + " " + chain.readTimeoutMillis());
                    return chain.proceed(chain.request());
                  })
              .build();
      answersInTurn(shop, this::onceTold, Pod::stall);
      CompletableFuture<Response> answer = start(client.newCall(shop.request("/")));
      Pod first = arrival();
      timer.fire();
      arrival();
      goOn.countDown();
      assertEquals(first.name(), body(answer));
      assertEquals(1, before.get());
      assertEquals(2, after.get());
      assertEquals(List.of("user 1234", "null 1234"), List.copyOf(contexts));
      for (Pod pod : shop.pods) {
        assertEquals("1", pod.requests().findFirst().orElseThrow().getHeaders().get("Signature"));
      }
    }
  }

  @Test
  void whatAnInterceptorBeforeOursSetsForACallHoldsForEachAttempt(@TempDir Path directory)
      throws Exception {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000)) {
      OkHttpClient other =
          new OkHttpClient.Builder()
              .cookieJar(memoryless())
              .authenticator((route, response) -> null)
              .proxyAuthenticator((route, response) -> null)
              .hostnameVerifier((host, session) -> false)
              .certificatePinner(new CertificatePinner.Builder().build())
              .cache(cache)
              .proxySelector(ProxySelector.of(null))
              .build();
      List<List<@Nullable Object>> seen = new CopyOnWriteArrayList<>();
      try (Shop shop =
          shop(
              Wire.HTTP_1,
              2,
              client ->
                  client.addInterceptor(
                      chain -> {
                        Interceptor.Chain changed = withSettingsOf(other, chain);
                        seen.add(settings(changed));
                        return changed.proceed(chain.request());
                      }),
              service -> {})) {
        OkHttpClient client =
            shop.client
                .newBuilder()
                .addInterceptor(
                    chain -> {
                      seen.add(settings(chain));
                      return chain.proceed(chain.request());
                    })
                .build();
        answersInTurn(shop, this::onceTold, Pod::stall);
        CompletableFuture<Response> answer = start(client.newCall(shop.request("/")));
        Pod first = arrival();
        timer.fire();
        arrival();
        goOn.countDown();
        assertEquals(first.name(), body(answer));
        assertEquals(List.of(seen.get(0), seen.get(0), seen.get(0)), seen);
      }
    }
  }

  private static CookieJar memoryless() {
    return new CookieJar() {
      @Override
      public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {}

      @Override
      public List<Cookie> loadForRequest(HttpUrl url) {
        return List.of();
      }
    };
  }

  private static Interceptor.Chain withSettingsOf(OkHttpClient client, Interceptor.Chain chain) {
    return chain
        .withConnectTimeout(1111, TimeUnit.MILLISECONDS)
        .withReadTimeout(2222, TimeUnit.MILLISECONDS)
        .withWriteTimeout(3333, TimeUnit.MILLISECONDS)
        .withCookieJar(client.cookieJar())
        .withAuthenticator(client.authenticator())
        .withProxyAuthenticator(client.proxyAuthenticator())
        .withHostnameVerifier(client.hostnameVerifier())
        .withSslSocketFactory(client.sslSocketFactory(), client.x509TrustManager())
        .withCertificatePinner(client.certificatePinner())
        .withCache(client.cache())
        .withProxySelector(client.proxySelector());
  }

  private static List<@Nullable Object> settings(Interceptor.Chain chain) {
    return Arrays.asList(
        chain.connectTimeoutMillis(),
        chain.readTimeoutMillis(),
        chain.writeTimeoutMillis(),
        chain.getCookieJar(),
        chain.getAuthenticator(),
        chain.getProxyAuthenticator(),
        chain.getHostnameVerifier(),
        chain.getSslSocketFactoryOrNull(),
        chain.getX509TrustManagerOrNull(),
        chain.getCertificatePinner(),
        chain.getCache(),
        chain.getProxySelector());
  }

  @Test
  void listenersHearTheUsersCallAndEachAttempt() throws Exception {
    EventLog log = new EventLog();
    try (Shop shop = shop(Wire.HTTP_1, 2, client -> client.eventListener(log), service -> {})) {
      shop.get("/");
      log.take();
      shop.get("/");
      assertEquals(
          List.of("callStart", "callStart"),
          log.take().stream().filter("callStart"::equals).toList());
    }
  }

  @Test
  void anAnswerFromTheCacheTakesNeitherLeaseNorHedge(@TempDir Path directory) throws Exception {
    Cache cache = new Cache(directory.toFile(), 1_000_000);
    try (Shop shop = shop(Wire.HTTP_1, 2, client -> client.cache(cache), service -> {})) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> pod.ok().setHeader("Cache-Control", "max-age=600").build());
      }
      String first = shop.get("/");
      assertEquals(first, shop.get("/"));
      assertEquals(1, cache.hitCount());
      assertEquals(1, shop.succeeded());
      assertEquals(List.of(), timer.delays());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aHedgesAnswerIsCached(@TempDir Path directory) throws Exception {
    Cache cache = new Cache(directory.toFile(), 1_000_000);
    try (Shop shop = shop(Wire.HTTP_1, 2, client -> client.cache(cache), service -> {})) {
      answersInTurn(
          shop, Pod::stall, pod -> pod.ok().setHeader("Cache-Control", "max-age=600").build());
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      arrival();
      timer.fire();
      String quick = arrival().name();
      assertEquals(quick, body(answer));
      assertEquals(quick, shop.get("/"));
      assertEquals(1, cache.hitCount());
    }
  }

  @Test
  void aHedgesRedirectIsFollowedToAnotherService() throws Exception {
    try (Pod stock = Pod.start(Wire.HTTP_1, "stock");
        Shop shop =
            new Shop(
                Wire.HTTP_1,
                2,
                client -> {},
                balancing ->
                    balancing
                        .environment(timer.environment())
                        .service(
                            "http://stock.shop",
                            service ->
                                service.endpoints(StaticEndpoints.of(List.of(stock.endpoint())))),
                service -> service.hedging(hedging()))) {
      answersInTurn(
          shop,
          Pod::stall,
          pod ->
              new MockResponse.Builder()
                  .code(302)
                  .setHeader("Location", "http://stock.shop/b")
                  .build());
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      arrival();
      timer.fire();
      try (Response response = get(answer)) {
        assertEquals("stock", response.body().string());
        assertEquals("http://stock.shop/b", response.request().url().toString());
        assertEquals(302, requireNonNull(response.priorResponse()).code());
      }
      eventually(() -> shop.inFlight() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theHedgesAnswerHoldsItsLeaseUntilItIsRead(Wire wire) throws Exception {
    try (Shop shop = shop(wire, 2)) {
      answersInTurn(shop, Pod::stall, this::halfAnAnswer);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      arrival();
      timer.fire();
      try (Response response = get(answer)) {
        assertEquals("half", response.body().source().readUtf8(4));
        eventually(() -> shop.inFlight() == 1);
        goOn.countDown();
        assertEquals("rest", response.body().source().readUtf8());
      }
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.succeeded());
    }
  }

  @Test
  void aHedgesAnswerThatNobodyClosedGivesItsLeaseBackWhenItIsCollected() throws Exception {
    try (Shop shop =
        shop(Wire.HTTP_1, 2, client -> client.callTimeout(Duration.ZERO), service -> {})) {
      // The thread that opened a connection for a call may hold it for minutes, waiting for others.
      while (shop.requestCounts().contains(0)) {
        shop.get("/");
      }
      answersInTurn(shop, Pod::stall, pod -> pod.ok().body("x".repeat(100_000)).build());
      leak(shop);
      Collector.collectUntil(() -> shop.inFlight() == 0);
      assertEquals(2, shop.canceled());
    }
  }

  private void leak(Shop shop) throws Exception {
    CompletableFuture<Response> answer = start(shop, shop.request("/"));
    arrival();
    timer.fire();
    assertEquals(200, get(answer).code());
    eventually(() -> shop.inFlight() == 1);
  }

  @Test
  void closingCancelsWhatDoesNotEndInTime() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      answersInTurn(shop, Pod::stall, Pod::stall);
      Call call = shop.client.newCall(shop.request("/"));
      CompletableFuture<Response> answer = start(call);
      arrival();
      timer.fire();
      arrival();
      shop.balancing.close(Duration.ZERO);
      failure(answer);
      assertTrue(call.isCanceled());
      assertEquals(0, shop.statistics().size());
    }
  }

  @Test
  void closingCancelsAnAnswerThatIsReadThoughItsCallIsForgotten() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      answersInTurn(shop, Pod::stall, this::halfAnAnswer);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      arrival();
      timer.fire();
      try (Response response = get(answer)) {
        assertEquals("half", response.body().source().readUtf8(4));
        for (int round = 0; round < 5; round++) {
          System.gc(); // Calls under way are held weakly.
        }
        shop.balancing.close(Duration.ZERO);
        assertThrows(IOException.class, () -> response.body().source().readUtf8(4));
      }
      assertEquals(0, shop.inFlight());
      goOn.countDown();
    }
  }

  @Test
  void aBrokenInterceptorOfTheHedgeLeavesTheRequestToTheFirstPod() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      CountDownLatch broken = new CountDownLatch(1);
      OkHttpClient client =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    if (Thread.currentThread().getName().equals("evenkeel-hedge")) {
                      broken.countDown();
                      throw new IllegalStateException("broken, as this test wants it");
                    }
                    return chain.proceed(chain.request());
                  })
              .build();
      answersInTurn(shop, this::onceTold);
      CompletableFuture<Response> answer = start(client.newCall(shop.request("/")));
      Pod first = arrival();
      timer.fire();
      await(broken);
      goOn.countDown();
      assertEquals(first.name(), body(answer));
      eventually(() -> shop.succeeded() == 1);
      eventually(() -> shop.inFlight() == 0);
    }
  }

  @Test
  void closingWaitsForTheHedgesAnswer() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      answersInTurn(shop, Pod::stall, this::onceTold);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      arrival();
      timer.fire();
      Pod second = arrival();
      CompletableFuture<Void> closing =
          CompletableFuture.runAsync(() -> shop.balancing.close(Duration.ofSeconds(30)));
      eventually(() -> shop.statistics().stream().allMatch(each -> each.isDraining()));
      assertFalse(closing.isDone());
      goOn.countDown();
      assertEquals(second.name(), body(answer));
      closing.get(10, TimeUnit.SECONDS);
      assertEquals(0, shop.statistics().size());
    }
  }

  @Test
  void thereIsNoHedgeAfterClosing() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      answersInTurn(shop, this::onceTold);
      CompletableFuture<Response> answer = start(shop, shop.request("/"));
      Pod first = arrival();
      shop.balancing.close();
      timer.fire();
      goOn.countDown();
      assertEquals(first.name(), body(answer));
      assertThrows(NoEndpointAvailableException.class, () -> shop.get("/"));
    }
  }

  @Test
  void aBrokenInterceptorBreaksTheCallAndLeavesNothingBehind() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 2)) {
      OkHttpClient broken =
          shop.client
              .newBuilder()
              .addNetworkInterceptor(
                  chain -> {
                    throw new IllegalStateException("broken");
                  })
              .build();
      assertThrows(
          IllegalStateException.class, () -> broken.newCall(shop.request("/")).execute().close());
      assertEquals(0, shop.inFlight());
      assertEquals(List.of(), timer.delays());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1", "HTTP_2_PRIOR_KNOWLEDGE"})
  void twoHundredHedgedCallsLeaveNothingBehind(Wire wire) throws Exception {
    int calls = 200;
    CountingSockets sockets = new CountingSockets();
    Retries generous = Retries.builder().budgetPercent(100).minRetryConcurrency(calls).build();
    try (Shop shop =
        shop(
            wire,
            4,
            client -> client.socketFactory(sockets),
            service -> service.retries(generous))) {
      AtomicInteger arrived = new AtomicInteger();
      for (Pod pod : shop.pods) {
        pod.answers(request -> arrived.incrementAndGet() <= calls ? pod.stall() : pod.ok().build());
      }
      List<CompletableFuture<String>> answers = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        answers.add(answer);
        Thread thread =
            new Thread(
                () -> {
                  try {
                    answer.complete(shop.get("/"));
                  } catch (IOException e) {
                    answer.completeExceptionally(e);
                  }
                });
        threads.add(thread);
        thread.start();
      }
      eventually(() -> arrived.get() == calls);
      for (int i = 0; i < calls; i++) {
        timer.fire();
      }
      for (CompletableFuture<String> answer : answers) {
        assertTrue(answer.get(30, TimeUnit.SECONDS).startsWith("pod-"));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      eventually(() -> shop.succeeded() == calls && shop.canceled() == calls);
      assertEquals(0, shop.inFlight());
      assertEquals(0, shop.client.dispatcher().runningCallsCount());
      shop.balancing.close(Duration.ofSeconds(10));
      eventually(() -> Arrays.stream(shop.pods).allMatch(pod -> sockets.openTo(pod.port()) == 0));
      eventually(() -> namesOfThreads("evenkeel-hedge").count() == 0);
    }
  }

  @Test
  void aPercentileHedgesAsSoonAsThereAreAnswersEnough() throws Exception {
    AtomicLong now = new AtomicLong();
    Hedging hedging = Hedging.afterPercentile(95);
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            2,
            c -> {},
            balancing -> balancing.environment(timer.environment(now::get)),
            service -> service.hedging(hedging))) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request -> {
              now.addAndGet(DELAY.toNanos());
              return pod.ok().build();
            });
      }
      for (int i = 0; i < 100; i++) {
        assertEquals(List.of(), plannedWhile(shop, shop.client, shop.request("/")));
      }
      Duration planned = plannedWhile(shop, shop.client, shop.request("/")).get(0);
      assertTrue(planned.compareTo(DELAY) >= 0, "as long as the answers took");
      assertTrue(planned.compareTo(DELAY.multipliedBy(9).dividedBy(8)) <= 0, planned.toString());
    }
  }

  /** Where the first attempt hangs, nothing but being canceled would end it. */
  enum Stage {
    CONNECTING(Wire.HTTP_1),
    TLS_HANDSHAKE(Wire.HTTP_2_TLS),
    ANSWER(Wire.HTTP_2_PRIOR_KNOWLEDGE);

    private final Wire wire;

    Stage(Wire wire) {
      this.wire = wire;
    }

    SilentServer server() throws IOException {
      return this == CONNECTING ? SilentServer.full() : SilentServer.connecting();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSilentPodIsOvertakenWhereverTheFirstAttemptHangs(Stage stage) throws Exception {
    try (SilentServer one = stage.server();
        SilentServer other = stage.server();
        Shop shop =
            shop(
                stage.wire,
                1,
                client ->
                    client
                        .callTimeout(Duration.ZERO)
                        .connectTimeout(Duration.ZERO)
                        .readTimeout(Duration.ZERO),
                service -> {})) {
      shop.discovery.publish(List.of(one.endpoint(), other.endpoint()));
      CountDownLatch hangs = new CountDownLatch(1);
      CompletableFuture<Response> answer =
          start(
              shop.client
                  .newBuilder()
                  .eventListener(hangingAt(stage, hangs))
                  .build()
                  .newCall(shop.request("/")));
      await(hangs);
      shop.discovery.publish(shop.pods[0]);
      timer.fire();
      assertEquals("pod-0", body(answer));
      eventually(() -> shop.inFlight() == 0);
    }
  }

  private static EventListener hangingAt(Stage stage, CountDownLatch hangs) {
    return new EventListener() {
      @Override
      public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        countDownAt(Stage.CONNECTING);
      }

      @Override
      public void secureConnectStart(Call call) {
        countDownAt(Stage.TLS_HANDSHAKE);
      }

      @Override
      public void requestHeadersEnd(Call call, Request request) {
        countDownAt(Stage.ANSWER);
      }

      private void countDownAt(Stage reached) {
        if (reached == stage) {
          hangs.countDown();
        }
      }
    };
  }

  @Test
  void hedgingWithoutABudgetIsRefused() {
    Retries none = Retries.builder().budgetPercent(0).minRetryConcurrency(0).build();
    assertRefused(
        "service http://orders.shop has hedging, which needs a budget, but its retries have"
            + " budgetPercent 0 and minRetryConcurrency 0; raise one of them",
        () ->
            OkHttpLoadBalancing.builder()
                .service(
                    "http://orders.shop",
                    service ->
                        service
                            .endpoints(new ScriptedEndpoints())
                            .retries(none)
                            .hedging(hedging())));
  }

  @Test
  void aHedgingDelayOutOfRangeIsRefusedWhereItIsSet() {
    for (Duration delay :
        List.of(
            Duration.ofNanos(-1),
            Duration.ZERO,
            Duration.ofDays(1).plusNanos(1),
            Duration.ofDays(200_000))) {
      assertRefused(
          "delay of hedging must be above 0 s and at most 1 d, but was " + Durations.text(delay),
          () -> Hedging.after(delay));
    }
    assertEquals("Hedging[after 1 d]", Hedging.after(Duration.ofDays(1)).toString());
    assertRefused(
        "percentile of hedging must be in percent, from 50 to 99.9, but was 0.95; did you mean 95?",
        () -> Hedging.afterPercentile(0.95));
    assertRefused(
        "percentile of hedging must be in percent, from 50 to 99.9, but was NaN",
        () -> Hedging.afterPercentile(Double.NaN));
    assertEquals("Hedging[after 50 ms]", Hedging.after(DELAY).toString());
    assertEquals("Hedging[after percentile 95.0]", Hedging.afterPercentile(95).toString());
  }

  private static void assertRefused(String message, Executable option) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, option).getMessage());
  }

  private static Hedging hedging() {
    return Hedging.after(DELAY);
  }

  private Shop shop(Wire wire, int pods) {
    return shop(wire, pods, client -> {}, service -> {});
  }

  private Shop shop(
      Wire wire,
      int pods,
      Consumer<OkHttpClient.Builder> clientOptions,
      Consumer<ServiceBuilder> serviceOptions) {
    return new Shop(
        wire,
        pods,
        clientOptions,
        balancing -> balancing.environment(timer.environment()),
        service -> serviceOptions.accept(service.hedging(hedging())));
  }

  /** What a pod makes of a request. */
  @FunctionalInterface
  private interface Turn {
    MockResponse answer(Pod pod);
  }

  /** Lets pods answer in the order in which requests arrive, whichever of them they come to. */
  private void answersInTurn(Shop shop, Turn... turns) {
    Queue<Turn> left = new ConcurrentLinkedQueue<>(List.of(turns));
    for (Pod pod : shop.pods) {
      pod.answers(
          request -> {
            Turn turn = left.poll();
            arrivals.add(pod);
            return requireNonNull(turn, "an unexpected request").answer(pod);
          });
    }
  }

  private Pod arrival() throws InterruptedException {
    return requireNonNull(arrivals.poll(10, TimeUnit.SECONDS), "no request arrived");
  }

  private static MockResponse ok(Pod pod) {
    return pod.ok().build();
  }

  private static MockResponse busy(Pod pod) {
    return new MockResponse.Builder().code(503).body(pod.name() + " is busy").build();
  }

  private static MockResponse breaksOff(Pod pod) {
    return pod.ok().onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  private MockResponse onceTold(Pod pod) {
    return after(goOn, ok(pod));
  }

  private static MockResponse after(CountDownLatch latch, MockResponse answer) {
    await(latch);
    return answer;
  }

  private MockResponse halfAnAnswer(Pod pod) {
    return pod.ok()
        .body(
            new MockResponseBody() {
              @Override
              public long getContentLength() {
                return 8;
              }

              @Override
              public void writeTo(BufferedSink sink) throws IOException {
                sink.writeUtf8("half").flush();
                await(goOn);
                sink.writeUtf8("rest").flush();
              }
            })
        .build();
  }

  /** For a single try, so that a failure is the end. */
  private static void triesOnceAndMinds503(ServiceBuilder service) {
    service.retries(Retries.builder().maxRetries(0).retryableStatusCodes(503).build());
  }

  private static Request post(Shop shop) {
    return shop.request("/")
        .newBuilder()
        .post(RequestBody.create("order", MediaType.get("text/plain")))
        .build();
  }

  /** The delays of the hedges that are planned while a request is under way. */
  private List<Duration> plannedWhile(Shop shop, OkHttpClient client, Request request)
      throws IOException {
    List<Duration> planned = new ArrayList<>();
    OkHttpClient looking =
        client
            .newBuilder()
            .addNetworkInterceptor(
                chain -> {
                  planned.addAll(timer.delays());
                  return chain.proceed(chain.request());
                })
            .build();
    Shop.get(looking, request);
    assertEquals(List.of(), timer.delays());
    assertEquals(0, shop.inFlight());
    return planned;
  }

  private static CompletableFuture<Response> start(Shop shop, Request request) {
    return start(shop.client.newCall(request));
  }

  private static CompletableFuture<Response> start(Call call) {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onResponse(Call call, Response response) {
            answer.complete(response);
          }

          @Override
          public void onFailure(Call call, IOException failure) {
            answer.completeExceptionally(failure);
          }
        });
    return answer;
  }

  private static Response get(CompletableFuture<Response> answer) throws Exception {
    return answer.get(10, TimeUnit.SECONDS);
  }

  private static String body(CompletableFuture<Response> answer) throws Exception {
    try (Response response = get(answer)) {
      return response.body().string();
    }
  }

  private static IOException failure(CompletableFuture<Response> answer) {
    return assertInstanceOf(
        IOException.class, assertThrows(ExecutionException.class, () -> get(answer)).getCause());
  }

  /** Waits for what another thread is about to do. */
  /** How many failed, succeeded and were canceled, each counted after it has left its endpoint. */
  private static List<Long> outcomes(Shop shop) {
    return List.of(shop.failed(), shop.succeeded(), shop.canceled());
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, "it did not come about");
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Stream<String> namesOfThreads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix));
  }
}
