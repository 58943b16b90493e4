/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.GzipSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes on after the headers: balanced when it is opened, and a lease until it ends. */
class StreamingTest {
  private static final MediaType TEXT = MediaType.get("text/plain");

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1", "HTTP_1_TLS", "HTTP_2_TLS"})
  void webSocketsAreBalancedWhenOpenedAndHoldTheirLeases(Wire wire) throws Exception {
    try (Shop shop = new Shop(wire, 2)) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> new MockResponse.Builder().webSocketUpgrade(new Echo()).build());
      }
      CountDownLatch ended = new CountDownLatch(4);
      OkHttpClient client = watched(shop.client, ended);
      List<WebSocket> sockets = new ArrayList<>();
      List<Messages> heard = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Messages messages = new Messages();
        sockets.add(client.newWebSocket(shop.request("/"), messages));
        heard.add(messages);
        assertEquals("open", messages.next());
      }
      assertEquals(List.of(2, 2), inFlights(shop));
      for (int i = 0; i < 4; i++) {
        assertTrue(sockets.get(i).send("hello " + i));
        assertEquals("hello " + i, heard.get(i).next());
      }
      assertEquals(4, shop.inFlight());
      for (WebSocket socket : sockets) {
        assertTrue(socket.close(1000, null));
      }
      assertTrue(ended.await(10, TimeUnit.SECONDS));
      assertEquals(0, shop.inFlight());
      if (!wire.isTls()) {
        assertEquals(4, shop.succeeded());
      }
    }
  }

  @Test
  void aCanceledWebSocketGivesBackItsLease() throws Exception {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      shop.pods[0].answers(
          request -> new MockResponse.Builder().webSocketUpgrade(new Echo()).build());
      Messages messages = new Messages();
      WebSocket socket = shop.client.newWebSocket(shop.request("/"), messages);
      assertEquals("open", messages.next());
      assertEquals(1, shop.inFlight());
      socket.cancel();
      assertEquals(0, shop.inFlight());
      assertEquals("failure", messages.next());
    }
  }

  @Test
  void aWebSocketThatIsRefusedGivesBackItsLease() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      shop.pods[0].answers(request -> new MockResponse.Builder().code(503).body("no").build());
      Messages messages = new Messages();
      watched(shop.client, ended).newWebSocket(shop.request("/"), messages);
      assertEquals("failure", messages.next());
      assertTrue(ended.await(10, TimeUnit.SECONDS));
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.failed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void serverSentEventsHoldTheLeaseUntilTheStreamEnds(Wire wire) throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    CountDownLatch ended = new CountDownLatch(1);
    try (Shop shop = new Shop(wire, 1)) {
      shop.pods[0].answers(
          request ->
              streaming(
                      sink -> {
                        sink.writeUtf8("data: first\n\n").flush();
                        await(goOn);
                        sink.writeUtf8("event: news\nid: 2\ndata: second\n\n").flush();
                      })
                  .setHeader("Content-Type", "text/event-stream")
                  .build());
      EventSource.Factory factory =
          EventSources.createFactory((Call.Factory) watched(shop.client, ended));
      factory.newEventSource(
          shop.request("/").newBuilder().header("Accept", "text/event-stream").build(),
          new EventSourceListener() {
            @Override
            public void onEvent(
                EventSource source, @Nullable String id, @Nullable String type, String data) {
              heard.add(id + " " + type + " " + data);
            }

            @Override
            public void onClosed(EventSource source) {
              heard.add("closed");
            }

            @Override
            public void onFailure(
                EventSource source, @Nullable Throwable failure, @Nullable Response response) {
              heard.add(String.valueOf(failure));
            }
          });
      assertEquals("null null first", heard.poll(10, TimeUnit.SECONDS));
      assertEquals(1, shop.inFlight());
      goOn.countDown();
      assertEquals("2 news second", heard.poll(10, TimeUnit.SECONDS));
      assertEquals("closed", heard.poll(10, TimeUnit.SECONDS));
      assertTrue(ended.await(10, TimeUnit.SECONDS));
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.succeeded());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatIsReadAsItComesHoldsTheLease(Wire wire) throws IOException {
    CountDownLatch goOn = new CountDownLatch(1);
    try (Shop shop = new Shop(wire, 2)) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request ->
                request.getTarget().equals("/stream")
                    ? streaming(
                            sink -> {
                              sink.writeUtf8("one\n").flush();
                              await(goOn);
                              sink.writeUtf8("two\n").flush();
                            })
                        .build()
                    : pod.ok().build());
      }
      try (Response response = shop.client.newCall(shop.request("/stream")).execute()) {
        BufferedSource source = response.body().source();
        assertEquals("one", source.readUtf8Line());
        assertEquals(1, shop.inFlight());
        // Least request sees the stream's load, and leads what follows past it.
        int streaming = inFlights(shop).indexOf(1);
        for (int i = 0; i < 6; i++) {
          shop.get("/");
        }
        assertEquals(1, shop.pods[streaming].requestCount());
        goOn.countDown();
        assertEquals("two", source.readUtf8Line());
        assertNull(source.readUtf8Line());
        assertEquals(0, shop.inFlight());
      }
      assertEquals(7, shop.succeeded());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_2_TLS", "HTTP_2_PRIOR_KNOWLEDGE"})
  void aDuplexCallTalksWithOnePodUnderOneLease(Wire wire) throws Exception {
    DuplexBody body = new DuplexBody();
    try (ForewarnedPod pod = ForewarnedPod.talking(wire);
        Shop shop = new Shop(wire, 0)) {
      shop.discovery.publish(List.of(pod.endpoint()));
      Request post = shop.request("/").newBuilder().post(body).build();
      try (Response response = shop.client.newCall(post).execute()) {
        BufferedSink up = body.sink();
        BufferedSource down = response.body().source();
        for (String line : List.of("one", "two")) {
          up.writeUtf8(line + "\n").flush();
          assertEquals("got " + line, down.readUtf8Line());
          assertEquals(1, shop.inFlight());
        }
        up.close();
        assertNull(down.readUtf8Line());
      }
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.succeeded());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_2_TLS", "HTTP_2_PRIOR_KNOWLEDGE"})
  void aDuplexCallThatIsCanceledGivesBackItsLease(Wire wire) throws Exception {
    DuplexBody body = new DuplexBody();
    try (ForewarnedPod pod = ForewarnedPod.talking(wire);
        Shop shop = new Shop(wire, 0)) {
      shop.discovery.publish(List.of(pod.endpoint()));
      Call call = shop.client.newCall(shop.request("/").newBuilder().post(body).build());
      Response response = call.execute();
      body.sink().writeUtf8("one\n").flush();
      assertEquals("got one", response.body().source().readUtf8Line());
      call.cancel();
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.canceled());
      response.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStreamedUploadArrivesWholeAndOnce(Wire wire) throws IOException {
    int bytes = 1_000_000;
    RequestBody upload =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return TEXT;
          }

          @Override
          public boolean isOneShot() {
            return true;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            byte[] chunk = new byte[10_000];
            for (int i = 0; i < bytes / chunk.length; i++) {
              sink.write(chunk);
            }
          }
        };
    try (Shop shop = new Shop(wire, 2)) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> pod.ok().body(String.valueOf(request.getBodySize())).build());
      }
      assertEquals(
          String.valueOf(bytes),
          Shop.get(shop.client, shop.request("/").newBuilder().post(upload).build()));
      assertEquals(1, Stream.of(shop.pods).mapToInt(Pod::requestCount).sum());
      assertEquals(0, shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGzippedBodyIsReadAsPlain(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 1)) {
      shop.pods[0].answers(
          request -> {
            assertEquals("gzip", request.getHeaders().get("Accept-Encoding"));
            return new MockResponse.Builder()
                .setHeader("Content-Encoding", "gzip")
                .body(gzip("plain"))
                .build();
          });
      try (Response response = shop.client.newCall(shop.request("/")).execute()) {
        assertNull(response.header("Content-Encoding"));
        assertEquals("plain", response.body().string());
        assertEquals(0, shop.inFlight());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void trailersArriveAndTheLeaseEndsWithThem(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 1)) {
      shop.pods[0].answers(
          request ->
              (wire.isMultiplexed()
                      ? new MockResponse.Builder().body("body")
                      : new MockResponse.Builder().chunkedBody("body", 2))
                  .trailers(Headers.of("grpc-status", "0"))
                  .build());
      try (Response response = shop.client.newCall(shop.request("/")).execute()) {
        assertEquals(1, shop.inFlight());
        assertEquals("body", response.body().string());
        assertEquals("0", response.trailers().get("grpc-status"));
        assertEquals(0, shop.inFlight());
      }
      assertEquals(1, shop.succeeded());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPodThatSaysContinueGetsTheBody(Wire wire) throws IOException {
    MockResponse first = new MockResponse.Builder().add100Continue().build();
    try (ForewarnedPod pod =
            new ForewarnedPod(
                wire, first, request -> new MockResponse.Builder().body(bodyOf(request)).build());
        Shop shop = new Shop(wire, 0)) {
      shop.discovery.publish(List.of(pod.endpoint()));
      Request post =
          shop.request("/")
              .newBuilder()
              .header("Expect", "100-continue")
              .post(RequestBody.create("order", TEXT))
              .build();
      assertEquals("order", Shop.get(shop.client, post));
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.succeeded());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPodThatRefusesBeforeTheBodyIsNotSentIt(Wire wire) throws IOException {
    List<String> written = Collections.synchronizedList(new ArrayList<>());
    RequestBody body =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return TEXT;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            written.add("body");
            sink.writeUtf8("order");
          }
        };
    MockResponse first = new MockResponse.Builder().doNotReadRequestBody().build();
    try (ForewarnedPod pod =
            new ForewarnedPod(
                wire, first, request -> new MockResponse.Builder().code(417).build());
        Shop shop = new Shop(wire, 0)) {
      shop.discovery.publish(List.of(pod.endpoint()));
      Request post =
          shop.request("/").newBuilder().header("Expect", "100-continue").post(body).build();
      try (Response response = shop.client.newCall(post).execute()) {
        assertEquals(417, response.code());
      }
      assertEquals(List.of(), written);
      assertEquals(0, shop.inFlight());
    }
  }

  private static String bodyOf(RecordedRequest request) {
    return request.getBody() == null ? "" : request.getBody().utf8();
  }

  private static List<Integer> inFlights(Shop shop) {
    return shop.statistics().stream().map(EndpointStatistics::inFlight).toList();
  }

  /** A client whose calls count down when they are over, after the balancing has heard so. */
  private static OkHttpClient watched(OkHttpClient client, CountDownLatch ended) {
    EventListener counting =
        new EventListener() {
          @Override
          public void callEnd(Call call) {
            ended.countDown();
          }

          @Override
          public void callFailed(Call call, IOException failure) {
            ended.countDown();
          }
        };
    return client
        .newBuilder()
        .addInterceptor(
            chain -> {
              chain.call().addEventListener(counting);
              return chain.proceed(chain.request());
            })
        .build();
  }

  /** An answer of unknown length that is written as {@code body} goes. */
  private static MockResponse.Builder streaming(StreamedBody body) {
    return new MockResponse.Builder()
        .body(body)
        .removeHeader("Content-Length")
        .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE);
  }

  @FunctionalInterface
  private interface StreamedBody extends MockResponseBody {
    @Override
    default long getContentLength() {
      return -1;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Buffer gzip(String text) throws UncheckedIOException {
    Buffer zipped = new Buffer();
    try (BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
      sink.writeUtf8(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped;
  }

  /** What a web socket brings, in order. */
  private static final class Messages extends WebSocketListener {
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

    @Nullable String next() throws InterruptedException {
      return queue.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
      queue.add("open");
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
      queue.add(text);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
      queue.add("failure");
    }
  }

  /** The server's side of a web socket. */
  private static final class Echo extends WebSocketListener {
    @Override
    public void onMessage(WebSocket webSocket, String text) {
      webSocket.send(text);
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
      webSocket.close(1000, null);
    }
  }

  /** A body that is written by the test while the response is read. */
  private static final class DuplexBody extends RequestBody {
    private final CompletableFuture<BufferedSink> sink = new CompletableFuture<>();

    BufferedSink sink() throws Exception {
      return sink.get(10, TimeUnit.SECONDS);
    }

    @Override
    public MediaType contentType() {
      return TEXT;
    }

    @Override
    public boolean isDuplex() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) {
      this.sink.complete(sink);
    }
  }

  /** The server's side of a duplex call: answers each line as it comes. */
  private static void talk(okio.Socket socket) {
    try (BufferedSource up = Okio.buffer(socket.getSource());
        BufferedSink down = Okio.buffer(socket.getSink())) {
      for (String line = up.readUtf8Line(); line != null; line = up.readUtf8Line()) {
        down.writeUtf8("got " + line + "\n").flush();
      }
    } catch (IOException canceled) {
      // So the caller has gone.
    }
  }

  /** A pod that knows how to treat a request before it has read it. */
  private static final class ForewarnedPod implements AutoCloseable {
    private final MockWebServer server;

    ForewarnedPod(Wire wire, MockResponse before, Function<RecordedRequest, MockResponse> answer)
        throws IOException {
      server = wire.server();
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              return answer.apply(request);
            }

            @Override
            public MockResponse peek() {
              return before;
            }
          });
      server.start(InetAddress.getLoopbackAddress(), 0);
    }

    static ForewarnedPod talking(Wire wire) throws IOException {
      MockResponse talk =
          new MockResponse.Builder().clearHeaders().socketHandler(StreamingTest::talk).build();
      return new ForewarnedPod(wire, talk, request -> talk);
    }

    Endpoint endpoint() {
      return Endpoint.of("127.0.0.1:" + server.getPort());
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
