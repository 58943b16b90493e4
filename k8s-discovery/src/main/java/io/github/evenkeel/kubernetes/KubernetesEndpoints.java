/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.github.evenkeel.internal.option.Check;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a Kubernetes Service, as the API server tells of them: every pod that is ready,
 * with its uid, node and zone, as soon as it changes.
 *
 * <pre>{@code
 * KubernetesEndpointSource orders =
 *     KubernetesEndpoints.slices(client).namespace("shop").service("orders").port("http").build();
 * }</pre>
 *
 * <p>The first list is handed over when it is complete. Pods that are not ready are not in it. Pods
 * that are terminating but still serve are, {@linkplain io.github.evenkeel.Endpoint#isTerminating()
 * marked as such}. A Service without such pods, or one that is deleted, has an empty list. A pod
 * with an IPv4 and an IPv6 address counts once, by its IPv4 address unless an {@link AddressFamily}
 * is chosen.
 *
 * <p>While the API server cannot be reached, forbids access or fails, the last known endpoints stay
 * in use; the listener is told once per outage and kind of failure, and the source tries on until
 * it has caught up, which the listener is told, too. A port that the Service does not have, and
 * addresses that cannot be read, are told likewise. Only {@link KubernetesEndpointSource#close}
 * ends the watching.
 *
 * <p>The pod that runs this needs the verbs {@code list} and {@code watch} on {@code
 * endpointslices} of {@code discovery.k8s.io}, or on {@code endpoints}, in the Service's namespace.
 *
 * <p>Closing a source does not close the {@link KubernetesClient}, which many sources may share;
 * close it after them.
 */
public final class KubernetesEndpoints {
  private KubernetesEndpoints() {}

  /**
   * Returns a builder of a source that watches EndpointSlices ({@code discovery.k8s.io/v1},
   * Kubernetes 1.21 and newer) with the label {@code kubernetes.io/service-name}. The right choice
   * unless the cluster is older.
   *
   * @param client talks to the API server; must stay open as long as the source
   * @throws IllegalStateException if the client is older than 7.7
   */
  public static Builder slices(KubernetesClient client) {
    return new Builder(client, new EndpointSliceApi());
  }

  /**
   * Returns a builder of a source that watches the Endpoints object ({@code v1}) with the Service's
   * name. Kubernetes deprecates this API; it tells no zones and at most 1000 addresses.
   *
   * @param client talks to the API server; must stay open as long as the source
   * @throws IllegalStateException if the client is older than 7.7
   */
  public static Builder endpoints(KubernetesClient client) {
    return new Builder(client, new EndpointsApi());
  }

  /** Builds a source. For one thread. */
  public static final class Builder {
    private static final Duration MAX_UPDATE_INTERVAL = Duration.ofSeconds(10);
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final KubernetesClient client;
    private final EndpointApi<?> api;
    private @Nullable String namespace;
    private @Nullable String service;
    private PortChoice port = new PortChoice.Only();
    private Duration minUpdateInterval = Duration.ofMillis(100);
    private AddressFamily family = AddressFamily.PREFER_IPV4;

    private Builder(KubernetesClient client, EndpointApi<?> api) {
      ClientVersion.check();
      this.client = Check.notNull(client, "client", "a KubernetesClient");
      this.api = api;
    }

    /**
     * The Service's namespace; by default the client's own, which inside of a pod is the pod's.
     *
     * @param namespace an RFC 1123 label, such as {@code shop}
     */
    public Builder namespace(String namespace) {
      this.namespace =
          Check.notNull(
              namespace, "namespace", "an RFC 1123 label; leave it out for the client's own");
      return this;
    }

    /**
     * The Service's name. Required.
     *
     * @param service an RFC 1123 label, such as {@code orders}
     */
    public Builder service(String service) {
      this.service = Check.notNull(service, "service", "an RFC 1123 label");
      return this;
    }

    /**
     * The name of the Service's port; by default its only TCP port, named or not. A Service with
     * several needs a choice.
     *
     * @param port an RFC 1123 label, such as {@code http}: the port's name. For a port without a
     *     name, use its {@linkplain #port(int) number}
     */
    public Builder port(String port) {
      this.port =
          new PortChoice.Named(
              Check.notNull(
                  port, "port", "the name of a port; leave it out for the Service's only one"));
      return this;
    }

    /**
     * The number of the port on the Service's pods, which is its {@code targetPort}, instead of its
     * name. Pods whose port has another number are left out. A headless Service that declares no
     * ports needs this.
     *
     * @param port 1 to 65535
     * @throws IllegalArgumentException if out of range
     */
    public Builder port(int port) {
      this.port = new PortChoice.Numbered(Check.within(1, 65535, port, "port"));
      return this;
    }

    /**
     * Which addresses to use if the Service is dual-stack; {@link AddressFamily#PREFER_IPV4} by
     * default.
     */
    public Builder addressFamily(AddressFamily family) {
      this.family = Check.notNull(family, "addressFamily", "an AddressFamily");
      return this;
    }

    /**
     * How long at least from one list of endpoints to the next, so that a burst of changes costs
     * little: the first change is handed over at once, and what changes meanwhile together. 100 ms
     * by default.
     *
     * @param interval from 0 s, which hands over each change by itself, to 10 s
     * @throws IllegalArgumentException if out of range
     */
    public Builder minUpdateInterval(Duration interval) {
      this.minUpdateInterval =
          Check.within(Duration.ZERO, MAX_UPDATE_INTERVAL, interval, "minUpdateInterval");
      return this;
    }

    /**
     * Returns the source, which does nothing before it is subscribed to.
     *
     * @throws IllegalArgumentException if a name is not an RFC 1123 label, if there is no service,
     *     or if there is no namespace and the client has none either
     */
    public KubernetesEndpointSource build() {
      String inNamespace = namespace == null ? client.getNamespace() : namespace;
      if (inNamespace == null) {
        throw new IllegalArgumentException(
            "namespace must be given, since the Kubernetes client has none of its own");
      }
      if (service == null) {
        throw new IllegalArgumentException(
            "service must be given: the name of the Service whose endpoints to watch");
      }
      ServiceName name =
          new ServiceName(label("namespace", inNamespace), label("service", service));
      if (port instanceof PortChoice.Named named) {
        checkPortName(named.name());
      }
      return watch(api, name);
    }

    private <T extends HasMetadata> KubernetesEndpointSource watch(
        EndpointApi<T> api, ServiceName name) {
      KubernetesClient prompt = withoutRetries(client);
      Config config = client.getConfiguration();
      return new ServiceWatch<>(
          new Watched<>(name, port, family, api, client.getMasterUrl().toString()),
          () -> api.select(prompt, name).runnableInformer(0),
          new Credentials(config),
          new WatchTiming(
              minUpdateInterval,
              Duration.ofMillis(Math.max(1, config.getWatchReconnectInterval()))),
          Environment.real("evenkeel-watch-" + name));
    }

    /**
     * A client that shares everything with {@code client}, but tells of a failure at once. The
     * informer tries again by itself; the client's own retries would hide for 19 s, by default,
     * that the API server refuses connections.
     */
    private static KubernetesClient withoutRetries(KubernetesClient client) {
      return client
          .newClient(
              new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                  .withRequestRetryBackoffLimit(0)
                  .build())
          .adapt(KubernetesClient.class);
    }

    private static void checkPortName(String port) {
      if (port.matches("[0-9]{1,5}")) {
        throw new IllegalArgumentException(
            "port must be the name of a port of the Service, such as http, but was \"%s\". For its"
                    .formatted(port)
                + " number on the pods, use port(int)");
      }
      label("port", port);
    }

    private static String label(String option, String value) {
      if (!LABEL.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "%s must be an RFC 1123 label (1 to 63 of a-z, 0-9 and -, neither beginning nor ending"
                    .formatted(option)
                + " with -), but was \""
                + value
                + "\"");
      }
      return value;
    }
  }
}
