/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;

/**
 * Resolves a service's host to one endpoint, and delegates every other host to the user's {@link
 * Dns}.
 *
 * <p>OkHttp reuses and coalesces connections only between calls whose {@code Dns} is equal. With a
 * separate instance for each endpoint, a request never uses a connection to another endpoint, even
 * if all endpoints present the same certificate.
 */
final class EndpointDns implements Dns {
  private final String serviceHost;
  private final Dns users;

  /** The only answer of this Dns. {@link EndpointSocketFactory} recognizes it by identity. */
  private final InetAddress answer;

  EndpointDns(String serviceHost, InetAddress endpoint, Dns users) {
    this.serviceHost = serviceHost;
    this.users = users;
    try {
      this.answer = InetAddress.getByAddress(serviceHost, endpoint.getAddress());
    } catch (UnknownHostException e) {
      throw new AssertionError("an InetAddress has an address of legal length", e);
    }
  }

  InetAddress answer() {
    return answer;
  }

  @Override
  public List<InetAddress> lookup(String hostname) throws UnknownHostException {
    return hostname.equals(serviceHost) ? List.of(answer) : users.lookup(hostname);
  }

  @Override
  public String toString() {
    return "EndpointDns[" + answer + "]";
  }
}
