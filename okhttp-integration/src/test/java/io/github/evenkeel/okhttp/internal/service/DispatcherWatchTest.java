/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.okhttp.Pod;
import io.github.evenkeel.okhttp.Shop;
import io.github.evenkeel.okhttp.Wire;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.call.BalancingInterceptor;
import io.github.evenkeel.okhttp.internal.call.PassThrough;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** A client's Dispatcher at its default, by which 5 calls to one host run at once. */
class DispatcherWatchTest {
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Logger logger =
      (Logger)
          Proxy.newProxyInstance(
              Logger.class.getClassLoader(),
              new Class<?>[] {Logger.class},
              (proxy, method, arguments) -> {
                warnings.add(method.getName() + Arrays.toString((Object[]) arguments[1]));
                return null;
              });

  private final AtomicLong now = new AtomicLong();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch running = new CountDownLatch(5);
  private final Dispatcher dispatcher = new Dispatcher();
  private Pod pod;
  private ServiceUrl service;
  private DispatcherWatch watch;
  private OkHttpClient client;

  @BeforeEach
  void start() throws IOException {
    pod = Pod.start(Wire.HTTP_1, "pod");
    service = ServiceUrl.parse("http://localhost:" + pod.port());
    watch = watchFor(service);
    client = client(watch);
  }

  @AfterEach
  void end() {
    held.countDown();
    dispatcher.executorService().shutdown();
    pod.close();
  }

  /** They have their answer, and no request is under way; but OkHttp counts them on. */
  @Test
  void streamsThatHoldBackOtherCallsAreWarnedOf() throws Exception {
    enqueue(5);
    assertTrue(running.await(10, TimeUnit.SECONDS));
    callOfTheClient();
    assertEquals(List.of(), warnings, "five of five run, and none waits");

    enqueue(1);
    callOfTheClient();
    callOfTheClient();
    assertEquals(List.of("warn[" + service + ", 5, 64]"), warnings);
  }

  @Test
  void callsToOtherHostsThatAreHeldBackAreTheUsersBusiness() throws Exception {
    DispatcherWatch ofAnother = watchFor(ServiceUrl.parse("http://orders.shop"));
    enqueue(6);
    assertTrue(running.await(10, TimeUnit.SECONDS));
    ofAnother.look(now.get());
    assertEquals(List.of(), warnings);
  }

  @Test
  void looksNoMoreThanTenTimesASecond() throws Exception {
    watch.look(now.get());
    enqueue(6);
    assertTrue(running.await(10, TimeUnit.SECONDS));
    now.addAndGet(Duration.ofMillis(100).toNanos() - 1);
    watch.look(now.get());
    assertEquals(List.of(), warnings);
    now.incrementAndGet();
    watch.look(now.get());
    assertEquals(1, warnings.size());
  }

  private DispatcherWatch watchFor(ServiceUrl service) {
    return new DispatcherWatch(dispatcher, Set.of(service), logger);
  }

  /** A client of which the watch sees all calls; none of them is balanced. */
  private OkHttpClient client(DispatcherWatch watch) {
    return Wire.HTTP_1
        .client()
        .dispatcher(dispatcher)
        .addInterceptor(
            new BalancingInterceptor(
                new PassThrough(),
                watch,
                new OkHttpClient(),
                new Environment(now::get, Environment.REAL.scheduler(), Environment.REAL.random())))
        .build();
  }

  private void callOfTheClient() throws IOException {
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertEquals("pod", Shop.get(client, request()));
  }

  private void enqueue(int calls) {
    for (int i = 0; i < calls; i++) {
      client.newCall(request()).enqueue(new Holding());
    }
  }

  private Request request() {
    return new Request.Builder().url(service.toString()).build();
  }

  /** Reads for as long as the test lasts. */
  private final class Holding implements Callback {
    @Override
    public void onFailure(Call call, IOException e) {}

    @Override
    public void onResponse(Call call, Response response) {
      try (response) {
        running.countDown();
        held.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
