/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.net.ProxySelector;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.Authenticator;
import okhttp3.CertificatePinner;
import okhttp3.Dns;
import okhttp3.Interceptor.Chain;
import org.jspecify.annotations.Nullable;

/**
 * How the user's client reaches a service. OkHttp lets calls share connections if these settings
 * are equal, except that OkHttp ignores the {@code SocketFactory}.
 *
 * @param url the URL of the service, or one of its aliases
 * @param tls null if the service does not use TLS
 */
record UsersNetwork(
    ServiceUrl url,
    Dns dns,
    SocketFactory socketFactory,
    ProxySelector proxySelector,
    Authenticator proxyAuthenticator,
    @Nullable Tls tls) {

  private record Tls(
      @Nullable SSLSocketFactory socketFactory, HostnameVerifier verifier, CertificatePinner pins) {

    @SuppressWarnings("ReferenceEquality") // Called for each call, and equals is expensive.
    boolean isOf(Chain chain) {
      return socketFactory == chain.getSslSocketFactoryOrNull()
          && verifier == chain.getHostnameVerifier()
          && pins == chain.getCertificatePinner();
    }
  }

  static UsersNetwork of(Chain chain, ServiceUrl url) {
    Tls tls =
        url.scheme().equals("https")
            ? new Tls(
                chain.getSslSocketFactoryOrNull(),
                chain.getHostnameVerifier(),
                chain.getCertificatePinner())
            : null;
    return new UsersNetwork(
        url,
        chain.getDns(),
        chain.getSocketFactory(),
        chain.getProxySelector(),
        chain.getProxyAuthenticator(),
        tls);
  }

  /** Whether {@code chain} has the same objects. */
  boolean isOf(Chain chain) {
    return dns == chain.getDns()
        && socketFactory == chain.getSocketFactory()
        && proxySelector == chain.getProxySelector()
        && proxyAuthenticator == chain.getProxyAuthenticator()
        && (tls == null || tls.isOf(chain));
  }
}
