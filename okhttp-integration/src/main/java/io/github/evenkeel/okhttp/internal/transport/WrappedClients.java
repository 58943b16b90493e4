/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.SocketFactory;
import okhttp3.Address;
import okhttp3.Authenticator;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;

/**
 * The clients that were wrapped, made fit to send requests of our own: without anything that makes
 * a request the user's. They are known for as long as the interceptor of the wrapped client is in
 * use, which clients made of that one by {@code newBuilder()} share.
 *
 * <p>The interceptor holds them, and nothing here does: a user's network interceptor, or any other
 * setting of a client, may lead to the object that has the wrapped client, which could then never
 * be collected.
 *
 * <p>Safe for use by many threads. {@code lock} guards the references; no request takes it.
 */
public final class WrappedClients {
  /** One endpoint gets connections for no more kinds of clients than this. */
  private static final int MAX_KINDS = 8;

  /** What the interceptor of a wrapped client knows of that client. */
  public interface Wrapped {
    /** The client as {@link WrappedClients#stripped} makes it. */
    public OkHttpClient stripped();
  }

  private final ReentrantLock lock = new ReentrantLock();

  /** In the order in which they were wrapped, without those that are known to be collected. */
  private final Set<Reference<Wrapped>> interceptors = new LinkedHashSet<>();

  private final ReferenceQueue<Wrapped> collected = new ReferenceQueue<>();

  /** Knows the calls of all these clients that are under way. */
  private final Dispatcher dispatcher = new Dispatcher();

  /** Adds the client of {@code interceptor}, for as long as that is in use. */
  public void add(Wrapped interceptor) {
    lock.lock();
    try {
      removeCollected();
      interceptors.add(new WeakReference<>(interceptor, collected));
    } finally {
      lock.unlock();
    }
  }

  private void removeCollected() {
    for (Reference<?> each = collected.poll(); each != null; each = collected.poll()) {
      interceptors.remove(each);
    }
  }

  private List<Reference<Wrapped>> interceptors() {
    lock.lock();
    try {
      removeCollected();
      return List.copyOf(interceptors);
    } finally {
      lock.unlock();
    }
  }

  /** For tests. */
  int size() {
    return interceptors().size();
  }

  /** The client that {@code builder} would build before any of our interceptors balances it. */
  public OkHttpClient stripped(OkHttpClient.Builder builder) {
    OkHttpClient.Builder stripped =
        builder
            .build()
            .newBuilder()
            .dispatcher(dispatcher)
            .eventListener(EventListener.NONE)
            .cache(null)
            .cookieJar(CookieJar.NO_COOKIES)
            .authenticator(Authenticator.NONE)
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .callTimeout(Duration.ZERO);
    stripped.interceptors().clear();
    return stripped.build();
  }

  /** Clients no two of which would share a connection to an endpoint of {@code service}. */
  List<OkHttpClient> thatConnectDifferently(ServiceUrl service) {
    Map<Kind, OkHttpClient> clients = new LinkedHashMap<>();
    for (Reference<Wrapped> known : interceptors()) {
      Wrapped interceptor = known.get();
      if (interceptor != null) {
        clients.putIfAbsent(Kind.of(interceptor.stripped(), service), interceptor.stripped());
      }
      if (clients.size() == MAX_KINDS) {
        break;
      }
    }
    return new ArrayList<>(clients.values());
  }

  /** Cancels the requests of ours that are under way. */
  void cancelCalls() {
    dispatcher.cancelAll();
  }

  /** What decides whether two clients share connections. */
  private record Kind(Address address, SocketFactory socketFactory) {
    static Kind of(OkHttpClient client, ServiceUrl service) {
      boolean isTls = service.scheme().equals("https");
      return new Kind(
          new Address(
              service.host(),
              service.port(),
              client.dns(),
              client.socketFactory(),
              isTls ? client.sslSocketFactory() : null,
              isTls ? client.hostnameVerifier() : null,
              isTls ? client.certificatePinner() : null,
              client.proxyAuthenticator(),
              Proxy.NO_PROXY,
              client.protocols(),
              client.connectionSpecs(),
              client.proxySelector()),
          client.socketFactory());
    }
  }
}
