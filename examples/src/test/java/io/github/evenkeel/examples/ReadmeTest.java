/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's own snippet, compiled as it stands there, against four equal pods. */
class ReadmeTest {
  private static final int PODS = 4;
  private static final int WINDOW = 100;

  @TempDir private Path folder;

  private final Properties before = (Properties) System.getProperties().clone();
  private Cluster cluster;
  private Snippet snippet;

  /** What the snippet makes. */
  private record Snippet(
      KubernetesClient kubernetes, OkHttpLoadBalancing balancing, OkHttpClient client) {}

  @BeforeEach
  void run() throws Exception {
    cluster = Cluster.start(PODS);
    // Where a client finds the API that is told nothing.
    System.setProperty("kubernetes.master", cluster.kubernetes().getMasterUrl().toString());
    System.setProperty("kubernetes.auth.tryKubeConfig", "false");
    System.setProperty("kubernetes.auth.tryServiceAccount", "false");
    snippet = run(snippet());
  }

  @AfterEach
  void close() throws IOException {
    System.setProperties(before);
    snippet.balancing().close();
    snippet.kubernetes().close();
    cluster.close();
  }

  private static String snippet() throws IOException {
    Matcher code =
        Pattern.compile("```java\n(KubernetesClient .*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "README.md")));
    assertTrue(code.find(), "README.md has no snippet that begins with a KubernetesClient");
    return code.group(1);
  }

  private Snippet run(String code) throws Exception {
    Path source =
        Files.writeString(
            folder.resolve("Readme.java"),
            """
            import io.fabric8.kubernetes.client.*;
            import io.github.evenkeel.kubernetes.*;
            import io.github.evenkeel.okhttp.*;
            import java.time.Duration;
            import okhttp3.OkHttpClient;

            public class Readme implements java.util.concurrent.Callable<Object[]> {
              public Object[] call() throws Exception {
                %s
                return new Object[] {kubernetes, balancing, client};
              }
            }
            """
                .formatted(code));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertEquals(0, status, "the snippet does not compile");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Callable<?> readme =
          (Callable<?>) loader.loadClass("Readme").getDeclaredConstructor().newInstance();
      Object[] made = (Object[]) readme.call();
      return new Snippet(
          (KubernetesClient) made[0], (OkHttpLoadBalancing) made[1], (OkHttpClient) made[2]);
    }
  }

  @Test
  void sequentialRequestsKeepEveryPodEquallyBusyFromTheFirstOn() throws IOException {
    List<Integer> pods = new ArrayList<>();
    for (int i = 0; i < 20 * WINDOW; i++) {
      pods.add(podOfNextRequest());
    }

    for (int from = 0; from < pods.size(); from += WINDOW) {
      List<Integer> window = pods.subList(from, from + WINDOW);
      for (int pod = 0; pod < PODS; pod++) {
        int wanted = pod;
        long count = window.stream().filter(each -> each == wanted).count();
        assertTrue(
            20 <= count && count <= 30,
            "pod " + pod + " got " + count + " of the requests from " + from + " on");
      }
    }
  }

  private int podOfNextRequest() throws IOException {
    Collection<Long> before = List.copyOf(cluster.requests().values());
    get();
    List<Long> after = List.copyOf(cluster.requests().values());
    return IntStream.range(0, PODS)
        .filter(pod -> after.get(pod) > List.copyOf(before).get(pod))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void concurrentRequestsKeepEveryPodEquallyBusy() throws Exception {
    int threads = 8;
    int requests = 4_000;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Callable<Void> work =
          () -> {
            for (int i = 0; i < requests / threads; i++) {
              get();
            }
            return null;
          };
      for (Future<Void> done : executor.invokeAll(java.util.Collections.nCopies(threads, work))) {
        done.get();
      }
    } finally {
      executor.shutdownNow();
    }

    long most = cluster.requests().values().stream().mapToLong(Long::longValue).max().orElseThrow();
    assertTrue(most <= 1.1 * requests / PODS, cluster.requests().toString());
  }

  private void get() throws IOException {
    Request request = new Request.Builder().url("http://orders.shop/").build();
    try (Response response = snippet.client().newCall(request).execute()) {
      assertEquals(200, response.code());
    }
  }
}
