/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.HttpException;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.scalars.ScalarsConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.Headers;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Streaming;

/** Retrofit on top of a wrapped client. */
class RetrofitTest {
  interface Orders {
    @GET("/orders/{id}")
    Call<String> order(@Path("id") int id);

    @GET("/orders/{id}")
    CompletableFuture<String> orderLater(@Path("id") int id);

    @Headers("Content-Type: text/plain")
    @POST("/orders")
    Call<String> place(@Body String order);

    @Streaming
    @GET("/export")
    Call<ResponseBody> export();
  }

  @ParameterizedTest
  @EnumSource
  void synchronousCallsAreBalanced(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 2)) {
      Orders orders = retrofit(shop);
      for (int i = 0; i < 4; i++) {
        Response<String> response = orders.order(i).execute();
        assertEquals(response.headers().get("X-Pod"), response.body());
        assertEquals(wire.baseUrl() + "/orders/" + i, response.raw().request().url().toString());
      }
      assertEquals(List.of(2, 2), shop.requestCounts());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void enqueuedCallsAreBalanced() throws Exception {
    try (Shop shop = new Shop(Wire.HTTP_1, 2)) {
      Orders orders = retrofit(shop);
      for (int i = 0; i < 4; i++) {
        CompletableFuture<String> body = new CompletableFuture<>();
        orders
            .order(i)
            .enqueue(
                new Callback<>() {
                  @Override
                  public void onResponse(Call<String> call, Response<String> response) {
                    body.complete(response.body());
                  }

                  @Override
                  public void onFailure(Call<String> call, Throwable failure) {
                    body.completeExceptionally(failure);
                  }
                });
        assertTrue(body.get(10, TimeUnit.SECONDS).startsWith("pod-"));
        assertTrue(orders.orderLater(i).get(10, TimeUnit.SECONDS).startsWith("pod-"));
      }
      assertEquals(List.of(4, 4), shop.requestCounts());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void anErrorBodyIsTheCallersAndTheLeaseHasEnded() throws Exception {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      shop.pods[0].answers(request -> new MockResponse.Builder().code(503).body("busy").build());
      Orders orders = retrofit(shop);
      Response<String> response = orders.place("book").execute();
      assertFalse(response.isSuccessful());
      assertNull(response.body());
      assertEquals("busy", response.errorBody().string());
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.failed());

      ExecutionException failure =
          assertThrows(
              ExecutionException.class, () -> orders.orderLater(1).get(10, TimeUnit.SECONDS));
      assertEquals(503, assertInstanceOf(HttpException.class, failure.getCause()).code());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aStreamedBodyHoldsTheLeaseUntilItIsClosed() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      shop.pods[0].answers(request -> shop.pods[0].ok().body("x".repeat(100_000)).build());
      try (ResponseBody body = retrofit(shop).export().execute().body()) {
        assertEquals(1, shop.inFlight());
        assertEquals('x', body.byteStream().read());
      }
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aCanceledCallGivesBackItsLease() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      shop.pods[0].answers(
          request -> {
            arrived.countDown();
            return shop.pods[0].stall();
          });
      Call<String> call = retrofit(shop).order(1);
      call.enqueue(
          new Callback<>() {
            @Override
            public void onResponse(Call<String> call, Response<String> response) {
              failed.completeExceptionally(new AssertionError("got " + response));
            }

            @Override
            public void onFailure(Call<String> call, Throwable failure) {
              failed.complete(failure);
            }
          });
      assertTrue(arrived.await(10, TimeUnit.SECONDS));
      call.cancel();
      assertInstanceOf(IOException.class, failed.get(10, TimeUnit.SECONDS));
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.canceled());
    }
  }

  private static Orders retrofit(Shop shop) {
    return new Retrofit.Builder()
        .baseUrl(shop.wire.baseUrl())
        .client(shop.client)
        .addConverterFactory(ScalarsConverterFactory.create())
        .build()
        .create(Orders.class);
  }
}
