/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.internal.option.Check;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The source that watches one Service: at rest until it is subscribed to, once.
 *
 * <p>Writers and readers: any thread, under {@code lock}. Invariant: a loop, once there is one, is
 * the only one, and ends when the source is closed. Why: a source serves one subscriber.
 *
 * @param <T> the objects of the API in use
 */
final class ServiceWatch<T extends HasMetadata> implements KubernetesEndpointSource {
  private final Watched<T> watched;
  private final Supplier<SharedIndexInformer<T>> informers;
  private final Credentials credentials;
  private final WatchTiming timing;
  private final Environment environment;

  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;
  private @Nullable WatchLoop<T> loop;

  /**
   * Makes a source that is at rest.
   *
   * @param informers gives new informers of the Service's objects, not yet started
   */
  ServiceWatch(
      Watched<T> watched,
      Supplier<SharedIndexInformer<T>> informers,
      Credentials credentials,
      WatchTiming timing,
      Environment environment) {
    this.watched = watched;
    this.informers = informers;
    this.credentials = credentials;
    this.timing = timing;
    this.environment = environment;
  }

  @Override
  public void subscribe(EndpointListener listener) {
    Check.notNull(listener, "listener", "an EndpointListener");
    WatchLoop<T> reserved = reserve(listener);
    try {
      reserved.start();
    } catch (Throwable e) { // There is no thread for it, so that nothing has begun.
      release();
      throw e;
    }
  }

  private WatchLoop<T> reserve(EndpointListener listener) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the watch of Service " + watched.service() + " is closed");
      }
      if (loop != null) {
        throw new IllegalStateException(
            "the watch of Service "
                + watched.service()
                + " has a subscriber already; build one source for each subscriber");
      }
      loop = new WatchLoop<>(watched, informers, credentials, timing, environment, listener);
      return loop;
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    lock.lock();
    try {
      loop = null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public WatchStatus status() {
    WatchLoop<T> current;
    lock.lock();
    try {
      current = loop;
    } finally {
      lock.unlock();
    }
    return current == null
        ? new WatchStatus(/* watching= */ false, /* age= */ null, /* lastError= */ null)
        : current.status();
  }

  @Override
  public void close() {
    WatchLoop<T> last;
    lock.lock();
    try {
      closed = true;
      last = loop;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.close();
    }
  }

  @Override
  public String toString() {
    return "KubernetesEndpoints[%s of %s]".formatted(watched.api().kind(), watched.service());
  }
}
