/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.github.evenkeel.Endpoint;
import java.net.Inet4Address;
import java.util.List;

/**
 * Which addresses of a dual-stack Service to use. A pod with an IPv4 and an IPv6 address counts
 * once, whatever is chosen.
 */
public enum AddressFamily {
  /** IPv4 addresses only. */
  IPV4,

  /** IPv6 addresses only. */
  IPV6,

  /** IPv4 as long as any IPv4 address of the Service is ready, else IPv6. The default. */
  PREFER_IPV4,

  /** IPv6 as long as any IPv6 address of the Service is ready, else IPv4. */
  PREFER_IPV6;

  /** Returns those of the endpoints that belong to the family of choice. */
  List<Endpoint> choose(List<Endpoint> endpoints) {
    return switch (this) {
      case IPV4 -> ipv4(endpoints);
      case IPV6 -> ipv6(endpoints);
      case PREFER_IPV4 -> prefer(ipv4(endpoints), ipv6(endpoints));
      case PREFER_IPV6 -> prefer(ipv6(endpoints), ipv4(endpoints));
    };
  }

  private static List<Endpoint> prefer(List<Endpoint> first, List<Endpoint> second) {
    if (hasReady(first) || (!hasReady(second) && !first.isEmpty())) {
      return first;
    }
    return second;
  }

  private static boolean hasReady(List<Endpoint> endpoints) {
    return endpoints.stream().anyMatch(endpoint -> !endpoint.isTerminating());
  }

  private static List<Endpoint> ipv4(List<Endpoint> endpoints) {
    return endpoints.stream().filter(AddressFamily::isIpv4).toList();
  }

  private static List<Endpoint> ipv6(List<Endpoint> endpoints) {
    return endpoints.stream().filter(endpoint -> !isIpv4(endpoint)).toList();
  }

  private static boolean isIpv4(Endpoint endpoint) {
    return endpoint.address().getAddress() instanceof Inet4Address;
  }
}
