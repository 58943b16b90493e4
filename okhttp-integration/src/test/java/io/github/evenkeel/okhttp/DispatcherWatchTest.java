/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class DispatcherWatchTest {
  private static final ServiceUrl ORDERS = ServiceUrl.parse("http://orders.shop");

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Logger logger =
      (Logger)
          Proxy.newProxyInstance(
              Logger.class.getClassLoader(),
              new Class<?>[] {Logger.class},
              (proxy, method, arguments) -> {
                warnings.add(method.getName() + " " + ((Object[]) arguments[1])[0]);
                return null;
              });

  @Test
  void warnsOnceWhenCallsAreHeldBack() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(5);
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  running.countDown();
                  try {
                    held.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  throw new IOException("not sent");
                })
            .build();
    DispatcherWatch watch = new DispatcherWatch(client.dispatcher(), logger);
    try (Shop shop = new Shop(Wire.HTTP_1, 0)) {
      for (int i = 0; i < 5; i++) {
        client.newCall(shop.request("/")).enqueue(new Ignoring());
      }
      assertTrue(running.await(10, TimeUnit.SECONDS));
      watch.look(ORDERS, 4);
      assertEquals(List.of(), warnings, "five of five run, and none waits");

      client.newCall(shop.request("/")).enqueue(new Ignoring());
      watch.look(ORDERS, 3);
      assertEquals(List.of(), warnings, "one waits, but for another service");
      watch.look(ORDERS, 4);
      watch.look(ORDERS, 4);
      assertEquals(List.of("warn 5"), warnings);
    } finally {
      held.countDown();
      client.dispatcher().executorService().shutdown();
    }
  }

  private static final class Ignoring implements Callback {
    @Override
    public void onFailure(Call call, IOException e) {}

    @Override
    public void onResponse(Call call, Response response) {
      response.close();
    }
  }
}
