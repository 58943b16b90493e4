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
 * The wrapped clients, stripped so that they can send Evenkeel's own requests: without the settings
 * that are meant for the user's requests. A client is known for as long as the interceptor of the
 * wrapped client is in use. Clients derived from the wrapped client with {@code newBuilder()} share
 * that interceptor.
 *
 * <p>Only the interceptor holds a stripped client strongly, and nothing here does: a user's network
 * interceptor, or any other setting of a client, may reference the object that has the wrapped
 * client, which could then never be collected.
 *
 * <p>Safe for use by multiple threads. {@code lock} guards the references; no request takes it.
 */
public final class WrappedClients {
  /** The maximum number of kinds of clients that connections to one endpoint are opened for. */
  private static final int MAX_KINDS = 8;

  /** What the interceptor of a wrapped client knows about that client. */
  public interface Wrapped {
    /** The client as returned by {@link WrappedClients#stripped}. */
    public OkHttpClient stripped();
  }

  private final ReentrantLock lock = new ReentrantLock();

  /** In the order in which they were wrapped, without those that are known to be collected. */
  private final Set<Reference<Wrapped>> interceptors = new LinkedHashSet<>();

  private final ReferenceQueue<Wrapped> collected = new ReferenceQueue<>();

  /** Tracks the calls in progress of all these clients. */
  private final Dispatcher dispatcher = new Dispatcher();

  /** Adds the client of {@code interceptor}, for as long as the interceptor is in use. */
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

  /**
   * The client that {@code builder} would build, before any of Evenkeel's interceptors balances its
   * requests.
   */
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

  /**
   * Returns clients that would not share connections to an endpoint of {@code service} with each
   * other, in the order in which they were wrapped.
   */
  public List<OkHttpClient> thatConnectDifferently(ServiceUrl service) {
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

  /** Cancels Evenkeel's own requests in progress. */
  void cancelCalls() {
    dispatcher.cancelAll();
  }

  /** The settings that decide whether two clients share connections. */
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
