/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.SocketFactory;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Creates sockets that connect to one endpoint when told to connect to its service. OkHttp takes
 * the port from the URL, but a pod may listen on a different port than its Service. The port is
 * therefore changed in the last step, the socket's connect. Connections to any other destination
 * are not changed.
 */
final class EndpointSocketFactory extends SocketFactory {
  private final ServiceUrl service;
  private final InetSocketAddress endpoint;
  private final InetAddress endpointDnsAnswer;
  private final @Nullable InetAddress serviceLiteral;
  private final Dns usersDns;
  private final SocketFactory users;

  /** Weak, because OkHttp keeps the factory of an address that it failed to reach. */
  private final WeakReference<Object> route;

  EndpointSocketFactory(
      ServiceUrl service,
      InetSocketAddress endpoint,
      EndpointDns dns,
      Dns usersDns,
      SocketFactory users,
      Object route) {
    this.service = service;
    this.endpoint = endpoint;
    this.endpointDnsAnswer = dns.answer();
    this.serviceLiteral = service.literalAddress();
    this.usersDns = usersDns;
    this.users = users;
    this.route = new WeakReference<>(route);
  }

  @Override
  public Socket createSocket() throws IOException {
    return new EndpointSocket(users.createSocket(), this, route.get());
  }

  /** The address that a socket connects to when it is told to connect to {@code told}. */
  SocketAddress destination(SocketAddress told) throws UnknownHostException {
    if (!(told instanceof InetSocketAddress inet) || inet.isUnresolved()) {
      return told;
    }
    // By identity: another host may have the endpoint's address, on another port.
    @SuppressWarnings("ReferenceEquality")
    boolean resolvedHere = inet.getAddress() == endpointDnsAnswer;
    // OkHttp does not ask the Dns about a host that is an IP literal.
    boolean isLiteral = inet.getAddress().equals(serviceLiteral);
    if (!resolvedHere && !isLiteral) {
      return told;
    }
    if (inet.getPort() == service.port()) {
      return endpoint;
    }
    // The service's host on a port that is not the service's, for example after a redirect from
    // http to https.
    return isLiteral ? told : new InetSocketAddress(usersAddress(), inet.getPort());
  }

  private InetAddress usersAddress() throws UnknownHostException {
    List<InetAddress> addresses = usersDns.lookup(service.host());
    if (addresses.isEmpty()) {
      throw new UnknownHostException("The client's Dns has no address for " + service.host());
    }
    return addresses.get(0);
  }

  // OkHttp calls none of the following methods: it always connects itself, with a timeout.

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return users.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return users.createSocket(host, port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return users.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return users.createSocket(host, port, localHost, localPort);
  }
}
