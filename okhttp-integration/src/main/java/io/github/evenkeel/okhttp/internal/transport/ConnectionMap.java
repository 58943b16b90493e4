/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import okhttp3.Connection;

/**
 * A map from connections to values, for as long as OkHttp holds the connections. OkHttp does not
 * report when it closes a connection, so connections are held weakly.
 *
 * <ul>
 *   <li>Writers: threads that are about to send a request.
 *   <li>Readers: the same.
 *   <li>Invariant: a connection has one value, from its first look-up until it is collected.
 *   <li>Why: there is a look-up for each request, so a look-up takes no lock.
 * </ul>
 *
 * @param <V> must not reference the connection, directly or indirectly
 */
public final class ConnectionMap<V> {
  private final ConcurrentMap<Object, V> values = new ConcurrentHashMap<>();
  private final ReferenceQueue<Connection> collected = new ReferenceQueue<>();

  /**
   * Returns the value of {@code connection}, which is created by {@code first} if there is none
   * yet.
   */
  public V computeIfAbsent(Connection connection, Supplier<V> first) {
    V known = values.get(new Lookup(connection));
    if (known != null) {
      return known;
    }
    removeCollected();
    return values.computeIfAbsent(new WeakKey(connection, collected), unused -> first.get());
  }

  private void removeCollected() {
    for (Reference<?> key = collected.poll(); key != null; key = collected.poll()) {
      values.remove(key);
    }
  }

  /** For tests. */
  int size() {
    removeCollected();
    return values.size();
  }

  /**
   * The socket stands for its connection. Threads wait for a connection's monitor, and the identity
   * hash of an object with such a monitor takes several times as long.
   */
  private static int hash(Connection connection) {
    return System.identityHashCode(connection.socket());
  }

  /** Compares by identity, because connections do not define equality. */
  private static final class WeakKey extends WeakReference<Connection> {
    private final int hash;

    WeakKey(Connection connection, ReferenceQueue<Connection> collected) {
      super(connection, collected);
      this.hash = hash(connection);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true; // Also if its connection was collected.
      }
      Connection connection = get();
      return connection != null && other instanceof WeakKey key && key.refersTo(connection);
    }
  }

  /** Equal to the key of its connection, without creating a weak reference. */
  private record Lookup(Connection connection) {
    @Override
    public int hashCode() {
      return hash(connection);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof WeakKey key && key.refersTo(connection);
    }
  }
}
