/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.okhttp.StaleServer.Ending;
import io.github.evenkeel.okhttp.internal.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that closes idle connections costs no POST, as far as the close has arrived. */
@Timeout(60)
class KeptConnectionTest {
  private static final int ROUNDS = 8;
  private static final Duration A_WHILE = Duration.ofMillis(1300);
  private static final Duration A_MOMENT = Duration.ofMillis(6);
  private static final RequestBody ORDER = RequestBody.create("order", MediaType.get("text/plain"));
  private static final RequestBody ONE_SHOT =
      new RequestBody() {
        @Override
        public MediaType contentType() {
          return MediaType.get("text/plain");
        }

        @Override
        public boolean isOneShot() {
          return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
          sink.writeUtf8("order");
        }
      };

  static Stream<Arguments> endings() {
    return Stream.of(Wire.HTTP_1, Wire.HTTP_1_TLS)
        .flatMap(wire -> Stream.of(Ending.values()).map(ending -> Arguments.of(wire, ending)));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void aPostAfterAQuietTimeMeetsNoConnectionThatHasEnded(Wire wire, Ending ending)
      throws IOException {
    try (Store store = new Store(wire)) {
      for (int i = 0; i < ROUNDS; i++) {
        assertEquals("ok", store.post("round " + i, i % 2 == 0 ? ORDER : ONE_SHOT));
        store.end(ending);
        store.pass(A_WHILE);
      }
      for (int i = 0; i < ROUNDS; i++) {
        assertEquals(1, store.server.deliveries("round " + i));
      }
      assertEquals(ROUNDS, store.shop.succeeded());
      assertEquals(0, store.shop.failed() + store.shop.canceled() + store.shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1", "HTTP_1_TLS"})
  void aResponseThatNobodyAskedForIsNotThatOfThePost(Wire wire) throws IOException {
    try (Store store = new Store(wire)) {
      store.post("first", ORDER);
      store.timeOut();
      store.pass(A_WHILE);
      assertEquals("ok", store.post("second", ORDER));
      assertEquals(1, store.server.deliveries("second"));
      assertEquals(2, store.shop.succeeded());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1", "HTTP_1_TLS"})
  void aConnectionThatIsInOrderIsUsedFurther(Wire wire) throws IOException {
    try (Store store = new Store(wire)) {
      for (int i = 0; i < ROUNDS; i++) {
        assertEquals("ok", store.post("round " + i, ORDER));
        store.pass(A_WHILE);
      }
      assertEquals(1, store.sockets.created());
      assertEquals(ROUNDS - 1, store.looks());
      assertEquals(List.of(10_000), store.timeouts());
    }
  }

  @Test
  void ofManyConnectionsThatHaveEndedNoneCostsAPost() throws IOException {
    try (Store store = new Store(Wire.HTTP_1)) {
      store.openConnections(5);
      store.end(Ending.CLOSE);
      store.pass(A_WHILE);
      assertEquals("ok", store.post("after", ORDER));
      assertEquals(1, store.server.deliveries("after"));
      assertEquals(1, store.openSockets().size());
    }
  }

  @Test
  void aConnectionThatWasOpenedBeforehandIsLookedAtBeforeItsFirstPost() throws IOException {
    Preconnect options = Preconnect.builder("/healthz").method("GET").build();
    try (Store store = new Store(Wire.HTTP_1, service -> service.preconnect(options));
        StaleServer fresh = new StaleServer()) {
      store.shop.discovery.publish(List.of(store.server.endpoint(), fresh.endpoint()));
      awaitPreconnect(store);
      store.shop.discovery.publish(List.of(fresh.endpoint()));
      fresh.endConnections(Ending.CLOSE);
      store.openSockets().get(0).awaitEnd();
      assertEquals("ok", store.post("first", ORDER));
      assertEquals(2, store.sockets.created());
      assertEquals(1, fresh.deliveries("first"));
      assertEquals(0, store.shop.failed());
    }
  }

  /** The threads that open connections go when there is nothing to open. */
  private static void awaitPreconnect(Store store) {
    while (store.sockets.created() == 0 || PreconnectTest.threads() > 0) {
      Thread.onSpinWait();
      assertTrue(!Thread.currentThread().isInterrupted(), "the time is up");
    }
  }

  @Test
  void anInterceptorThatWrapsFailuresDoesNotHinderTheChangeOfConnection() throws IOException {
    try (Store store = new Store(Wire.HTTP_1)) {
      store.post("first", ORDER);
      store.end(Ending.CLOSE);
      store.pass(A_WHILE);
      var wrapping =
          store
              .shop
              .client
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    try {
                      return chain.proceed(chain.request());
                    } catch (IOException e) {
                      throw new IOException("wrapped " + e);
                    }
                  })
              .build();
      assertEquals("ok", Shop.get(wrapping, store.request("second", ORDER)));
      assertEquals(1, store.server.deliveries("second"));
    }
  }

  @Test
  void aBusyConnectionIsNotLookedAt() throws IOException {
    try (Store store = new Store(Wire.HTTP_1)) {
      for (int i = 0; i < ROUNDS; i++) {
        store.post("round " + i, ORDER);
        store.pass(A_MOMENT);
      }
      assertEquals(0, store.looks());
    }
  }

  @Test
  void aRequestThatMayBeSentAgainIsNotHeldUpByALook() throws IOException {
    try (Store store = new Store(Wire.HTTP_1)) {
      for (int i = 0; i < ROUNDS; i++) {
        store.shop.get("/");
        store.pass(A_WHILE);
      }
      assertEquals(0, store.looks());
    }
  }

  @Test
  void theEndOfOneConnectionMakesForCloserLooks() throws IOException {
    try (Store store = new Store(Wire.HTTP_1)) {
      store.post("first", ORDER);
      store.end(Ending.CLOSE);
      store.pass(A_MOMENT);
      assertThrows(IOException.class, () -> store.post("unlucky", ORDER));
      for (int i = 0; i < ROUNDS; i++) {
        assertEquals("ok", store.post("round " + i, ORDER));
        store.end(Ending.CLOSE);
        store.pass(A_MOMENT);
      }
      assertEquals(ROUNDS + 1, store.shop.succeeded());
    }
  }

  @Test
  void theWarningPasses() throws IOException {
    try (Store store = new Store(Wire.HTTP_1)) {
      store.post("first", ORDER);
      store.end(Ending.CLOSE);
      store.pass(A_WHILE);
      store.post("second", ORDER);
      int looks = store.looks();
      store.pass(A_MOMENT);
      store.post("warned", ORDER);
      assertEquals(looks + 1, store.looks());
      store.pass(Duration.ofSeconds(11));
      store.shop.get("/");
      store.pass(A_MOMENT);
      store.post("no longer", ORDER);
      assertEquals(looks + 1, store.looks());
    }
  }

  @Test
  void whatFollowsAResponseIsNotBegunAnew() throws IOException {
    try (Store store = new Store(Wire.HTTP_1)) {
      store.server.challenges();
      Request order = store.request("order", ORDER);
      var answering =
          store
              .shop
              .client
              .newBuilder()
              .authenticator(
                  (route, response) -> {
                    store.end(Ending.CLOSE);
                    store.pass(A_WHILE);
                    return response.request().newBuilder().header("Authorization", "a").build();
                  })
              .build();
      assertThrows(IOException.class, () -> Shop.get(answering, order));
      assertEquals(1, store.server.deliveries("order"));
    }
  }

  /** A service with one such server, and a client whose sockets and clock can be looked into. */
  private static final class Store implements AutoCloseable {
    private final AtomicLong now = new AtomicLong();
    private final Environment environment =
        new Environment(
            now::get, LoadBalancerBuilder.sharedScheduler(), ThreadLocalRandom::current);
    private final AtomicInteger looks = new AtomicInteger();
    private final Queue<WatchedSocket> made = new ConcurrentLinkedQueue<>();
    private final CountingSockets sockets = new CountingSockets(this::newSocket);
    private final StaleServer server;
    private final Shop shop;

    Store(Wire wire) throws IOException {
      this(wire, service -> {});
    }

    Store(Wire wire, Consumer<ServiceBuilder> options) throws IOException {
      server = new StaleServer(wire);
      shop =
          new Shop(
              wire,
              0,
              client -> client.socketFactory(sockets).readTimeout(Duration.ofSeconds(10)),
              balancing -> balancing.environment(environment),
              options);
      shop.discovery.publish(List.of(server.endpoint()));
    }

    private Socket newSocket() {
      WatchedSocket socket = new WatchedSocket(looks);
      made.add(socket);
      return socket;
    }

    Request request(String id, RequestBody body) {
      return shop.request("/").newBuilder().post(body).header("X-Id", id).build();
    }

    String post(String id, RequestBody body) throws IOException {
      return Shop.get(shop.client, request(id, body));
    }

    /** Sends requests that are answered only once all have come, so on a connection each. */
    void openConnections(int count) {
      server.holdsUntil(new CyclicBarrier(count));
      List<CompletableFuture<String>> responses = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        responses.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return shop.get("/");
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                },
                command -> new Thread(command).start()));
      }
      responses.forEach(CompletableFuture::join);
      server.holdsUntil(null);
      assertEquals(count, openSockets().size());
    }

    /** Ends all connections, and returns when the client could know it. */
    void end(Ending ending) throws IOException {
      server.endConnections(ending);
      for (WatchedSocket socket : openSockets()) {
        if (shop.wire.isTls() && ending != Ending.RESET) {
          socket.awaitBytes(); // Those that say that it ends.
        } else {
          socket.awaitEnd();
        }
      }
    }

    void timeOut() throws IOException {
      server.timeOutConnections();
      for (WatchedSocket socket : openSockets()) {
        socket.awaitBytes();
      }
    }

    void pass(Duration time) {
      now.addAndGet(time.toNanos());
    }

    List<WatchedSocket> openSockets() {
      return made.stream().filter(socket -> !socket.isClosed()).toList();
    }

    int looks() {
      return looks.get();
    }

    /** The read timeouts of the open sockets. */
    List<Integer> timeouts() throws IOException {
      List<Integer> timeouts = new ArrayList<>();
      for (WatchedSocket socket : openSockets()) {
        timeouts.add(socket.getSoTimeout());
      }
      return timeouts;
    }

    @Override
    public void close() {
      shop.close();
      server.close();
    }
  }

  /** Counts how often it is looked at. */
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // What it calls is.
  private static final class WatchedSocket extends Socket {
    private final AtomicInteger looks;

    WatchedSocket(AtomicInteger looks) {
      this.looks = looks;
    }

    @Override
    public void setSoTimeout(int timeout) throws SocketException {
      if (timeout == 1) {
        looks.incrementAndGet();
      }
      super.setSoTimeout(timeout);
    }

    void awaitBytes() throws IOException {
      while (getInputStream().available() == 0) {
        Thread.onSpinWait();
        assertTrue(!Thread.currentThread().isInterrupted(), "the time is up");
      }
    }

    void awaitEnd() throws IOException {
      try {
        while (getInputStream().read() >= 0) {
          // Over TLS, a reset may come after what says that the connection ends.
        }
      } catch (SocketException reset) {
        // An end, too.
      }
    }
  }
}
