/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.ConcurrencyLimit;
import io.github.evenkeel.discovery.EndpointSource;
import io.github.evenkeel.discovery.StaticEndpoints;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import io.github.evenkeel.okhttp.ServiceBuilder;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.OkHttpClient;

/** A wrapped client; all options but the algorithm and the limit are the defaults. */
enum Evenkeel implements Contestant {
  DEFAULT("default"),
  DEFAULT_LIMITED("default, limit " + Pod.WORKERS),
  LEAST_REQUEST("leastRequest"),
  LEAST_REQUEST_LIMITED("leastRequest, limit " + Pod.WORKERS),
  POWER_OF_TWO_CHOICES("powerOfTwoChoices"),
  PEAK_EWMA("peakEwma"),
  ROUND_ROBIN("roundRobin");

  private static final String SERVICE = "http://pods.loopback";

  private final String algorithm;

  Evenkeel(String algorithm) {
    this.algorithm = algorithm;
  }

  @Override
  public String label() {
    return "Evenkeel " + algorithm;
  }

  @Override
  public boolean isHaproxy() {
    return false;
  }

  @Override
  public Route open(List<Pod> pods) {
    return open(StaticEndpoints.of(pods.stream().map(Pod::address).toArray(String[]::new)));
  }

  /** Opens a way to endpoints that may change. */
  Route open(EndpointSource endpoints) {
    OkHttpLoadBalancing balancing =
        OkHttpLoadBalancing.builder()
            .service(
                SERVICE,
                options -> {
                  options.endpoints(endpoints);
                  choose(options);
                })
            .build();
    OkHttpClient client =
        new OkHttpClient.Builder()
            .dns(
                host -> {
                  throw new UnknownHostException(host + " exists only as its pods");
                })
            .build();
    return new Route(balancing.wrap(client), SERVICE, balancing::close);
  }

  private void choose(ServiceBuilder options) {
    switch (this) {
      case DEFAULT -> {}
      case DEFAULT_LIMITED -> limit(options);
      case LEAST_REQUEST_LIMITED -> limit(options.algorithm(Algorithms.leastRequest()));
      case LEAST_REQUEST -> options.algorithm(Algorithms.leastRequest());
      case POWER_OF_TWO_CHOICES -> options.algorithm(Algorithms.powerOfTwoChoices());
      case PEAK_EWMA -> options.algorithm(Algorithms.peakEwma());
      case ROUND_ROBIN -> options.algorithm(Algorithms.roundRobin());
    }
  }

  private static void limit(ServiceBuilder options) {
    options.concurrencyLimit(ConcurrencyLimit.of(Pod.WORKERS));
  }
}
