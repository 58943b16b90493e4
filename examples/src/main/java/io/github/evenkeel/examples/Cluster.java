/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Dns;
import okhttp3.HttpUrl;

/**
 * A cluster in this process: the Kubernetes API, the pods of one Service on real sockets, and the
 * Service's virtual IP. For one thread, except the sockets.
 */
final class Cluster implements AutoCloseable {
  private static final String HOST = KubernetesApi.SERVICE + "." + KubernetesApi.NAMESPACE;

  private final KubernetesApi api;
  private final List<Pod> pods;
  private final VirtualIp virtualIp;

  private Cluster(KubernetesApi api, List<Pod> pods, VirtualIp virtualIp) {
    this.api = api;
    this.pods = pods;
    this.virtualIp = virtualIp;
  }

  /** Starts a cluster with pods {@code pod-1}, {@code pod-2} and so on. */
  static Cluster start(int size) throws IOException {
    List<Pod> pods = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      pods.add(Pod.start("pod-" + i));
    }
    KubernetesApi api = KubernetesApi.start();
    pods.forEach(api::add);
    VirtualIp virtualIp = VirtualIp.start(pods.stream().map(Pod::address).toList());
    return new Cluster(api, pods, virtualIp);
  }

  /** The base URL of the Service's virtual IP, by name as in a cluster. */
  String serviceUrl() {
    return "http://" + HOST + ":" + virtualIp.port();
  }

  /** The URL that clients of the Service send their requests to. */
  HttpUrl url() {
    return HttpUrl.get(serviceUrl() + "/orders/1");
  }

  /** The cluster's DNS, which knows the name of the Service. */
  Dns dns() {
    return host ->
        host.equals(HOST) ? List.of(InetAddress.getLoopbackAddress()) : Dns.SYSTEM.lookup(host);
  }

  /** A client of the Kubernetes API, which lives as long as the cluster. */
  KubernetesClient kubernetes() {
    return api.client();
  }

  /** How many connections the virtual IP has accepted so far. */
  int virtualIpConnections() {
    return virtualIp.connections();
  }

  /** All pods that were ever started, by age. */
  List<Pod> pods() {
    return List.copyOf(pods);
  }

  /** How many requests each pod has received so far, by the pods' names. */
  Map<String, Long> requests() {
    Map<String, Long> requests = new LinkedHashMap<>();
    pods.forEach(pod -> requests.put(pod.name(), pod.requests()));
    return requests;
  }

  /** Starts another pod and makes it an endpoint of the Service. */
  Pod addPod() throws IOException {
    Pod pod = Pod.start("pod-" + (pods.size() + 1));
    pods.add(pod);
    api.add(pod);
    return pod;
  }

  /**
   * Deletes a pod. As in a cluster, it leaves the Service's endpoints at once but serves on until
   * it is {@linkplain Pod#close() stopped}, at the end of its grace period.
   */
  void deletePod(Pod pod) {
    api.remove(pod);
  }

  @Override
  public void close() throws IOException {
    virtualIp.close();
    pods.forEach(Pod::close);
    api.close();
  }
}
