/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * No proxy on the way to a service's endpoints, for a proxy would choose the destination itself;
 * for every other URL, which a redirect may lead to, what the user's client would use.
 */
final class EndpointProxySelector extends ProxySelector {
  private final ServiceUrl service;
  private final @Nullable Proxy usersProxy;
  private final ProxySelector users;

  EndpointProxySelector(ServiceUrl service, @Nullable Proxy usersProxy, ProxySelector users) {
    this.service = service;
    this.usersProxy = usersProxy;
    this.users = users;
  }

  @Override
  public List<Proxy> select(URI uri) {
    HttpUrl url = HttpUrl.get(uri);
    if (url != null && service.matches(url)) {
      return List.of(Proxy.NO_PROXY);
    }
    return usersProxy == null ? users.select(uri) : List.of(usersProxy);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    users.connectFailed(uri, address, failure);
  }
}
