/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static java.util.Objects.requireNonNullElse;

import com.google.common.base.Throwables;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.discovery.EndpointSource;
import io.github.evenkeel.kubernetes.KubernetesEndpoints;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** Watches a Service of a real cluster, and sends it requests if asked to. */
final class ClusterWatch {
  private final Terminal terminal;
  private final WatchOptions options;
  private final long deadline;

  /** Makes a watch, whose time begins now. */
  ClusterWatch(Terminal terminal, WatchOptions options) {
    this.terminal = terminal;
    this.options = options;
    this.deadline = System.nanoTime() + options.time().toNanos();
  }

  /**
   * Watches until the time is up or the requests are sent.
   *
   * @throws UsageException if the kubeconfig cannot be understood, or a name cannot be one
   * @throws DiscoveryException if the endpoints cannot be learnt
   * @throws DemoFailedException if there is no endpoint to send requests to, or a request fails
   */
  void run() throws UsageException, DiscoveryException, DemoFailedException, InterruptedException {
    try (KubernetesClient kubernetes = client(config());
        EndpointLog endpoints = new EndpointLog(terminal, source(kubernetes))) {
      terminal.heading(
          "Endpoints of Service %s/%s at %s"
              .formatted(kubernetes.getNamespace(), options.service(), kubernetes.getMasterUrl()));
      if (options.requests() == 0) {
        watch(endpoints);
      } else {
        send(endpoints, "http://" + options.service() + "." + kubernetes.getNamespace());
      }
    }
  }

  private Config config() throws UsageException {
    Config found = options.kubeconfig().isPresent() ? read(options.kubeconfig().get()) : discover();
    return new ConfigBuilder(found)
        // As kubectl does where the current context names none.
        .withNamespace(
            options.namespace().orElse(requireNonNullElse(found.getNamespace(), "default")))
        // Somebody is waiting: say soon what is wrong, rather than try for long whether it passes.
        .withRequestRetryBackoffLimit(1)
        .withConnectionTimeout(3000)
        .build();
  }

  private static Config read(Path kubeconfig) throws UsageException {
    try {
      return Config.fromKubeconfig(kubeconfig.toFile());
    } catch (RuntimeException e) {
      throw new UsageException("--kubeconfig " + kubeconfig + " is not a kubeconfig");
    }
  }

  private static Config discover() throws UsageException {
    Config found = Config.autoConfigure(null);
    if (found.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL)) {
      throw new UsageException(
          "no cluster found: there is no ~/.kube/config, $KUBECONFIG names none, and this is not a"
              + " pod; give --kubeconfig");
    }
    return found;
  }

  private static KubernetesClient client(Config config) throws UsageException {
    try {
      return new KubernetesClientBuilder().withConfig(config).build();
    } catch (KubernetesClientException e) {
      throw new UsageException("the kubeconfig cannot be used: " + Throwables.getRootCause(e));
    }
  }

  private EndpointSource source(KubernetesClient kubernetes) throws UsageException {
    KubernetesEndpoints.Builder source =
        switch (options.api()) {
          case SLICES -> KubernetesEndpoints.slices(kubernetes);
          case ENDPOINTS -> KubernetesEndpoints.endpoints(kubernetes);
        };
    options.port().ifPresent(source::port);
    try {
      return source.service(options.service()).build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private void watch(EndpointLog endpoints)
      throws DiscoveryException, DemoFailedException, InterruptedException {
    endpoints.subscribe(EndpointLog.NOBODY);
    endpoints.awaitFirst(timeLeft());
    TimeUnit.NANOSECONDS.sleep(timeLeft().toNanos());
    terminal.line("Ended after " + options.time().toSeconds() + " s.");
  }

  private void send(EndpointLog endpoints, String url)
      throws DiscoveryException, DemoFailedException, InterruptedException {
    try (OkHttpLoadBalancing balancing =
        OkHttpLoadBalancing.builder()
            .service(url, service -> service.endpoints(endpoints))
            .build()) {
      if (endpoints.awaitFirst(timeLeft()).isEmpty()) {
        throw new DemoFailedException(
            "There is no ready endpoint to send requests to. Are the Service's pods running?");
      }
      OkHttpClient client =
          balancing.wrap(new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(5)).build());
      SequentialRequests requests =
          SequentialRequests.send(
              client, HttpUrl.get(url + options.path()), options.requests(), timeLeft());
      terminal.heading(requests.sent() + " requests, one after the other");
      terminal.bars(received(balancing.statistics(url)), Math.max(1, requests.sent()));
      terminal.line("Answers by HTTP status: " + requests.answers());
      requests.requireAnswers();
    }
  }

  private static Map<String, Long> received(List<EndpointStatistics> statistics) {
    Map<String, Long> received = new TreeMap<>();
    for (EndpointStatistics of : statistics) {
      received.put(EndpointLog.name(of.endpoint()), of.succeeded() + of.failed() + of.canceled());
    }
    return received;
  }

  private Duration timeLeft() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }
}
