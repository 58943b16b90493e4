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
 * Resolves a service's host to one endpoint, and every other host as the user's {@link Dns} does.
 *
 * <p>OkHttp reuses and coalesces connections only between calls whose {@code Dns} is equal. With
 * one instance for each endpoint, no request ever finds a connection to another one, even where all
 * of them show the same certificate.
 */
public final class EndpointDns implements Dns {
  private final String serviceHost;
  private final Dns users;

  /** The one answer. Its identity tells {@link EndpointSocket} that it came from here. */
  private final InetAddress answer;

  /** OkHttp's connections have this {@code Dns}, and keep their route by it. */
  private final EndpointTransport.Route route;

  EndpointDns(String serviceHost, InetAddress endpoint, Dns users, EndpointTransport.Route route) {
    this.serviceHost = serviceHost;
    this.users = users;
    this.route = route;
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
    return "EndpointDns[" + route + "]";
  }
}
