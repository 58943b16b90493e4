/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.impl.cache.CacheImpl;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays an informer of which a test decides, on its own thread, what happens when: the calls that
 * {@link WatchSession} makes to one, and the calls that a real one makes back.
 */
final class FakeInformer {
  private final CacheImpl<EndpointSlice> store = new CacheImpl<>();
  private final CompletableFuture<@Nullable Void> firstWatch = new CompletableFuture<>();
  private @Nullable ResourceEventHandler<EndpointSlice> handler;
  private @Nullable ExceptionHandler exceptionHandler;
  private final Map<String, Throwable> faults = new ConcurrentHashMap<>();
  private boolean watching;
  private @Nullable String version;
  boolean started;
  boolean stopped;

  @SuppressWarnings("unchecked")
  SharedIndexInformer<EndpointSlice> asInformer() {
    return (SharedIndexInformer<EndpointSlice>)
        Proxy.newProxyInstance(
            SharedIndexInformer.class.getClassLoader(),
            new Class<?>[] {SharedIndexInformer.class},
            (self, method, arguments) -> {
              if (faults.containsKey(method.getName())) {
                throw faults.get(method.getName());
              }
              switch (method.getName()) {
                case "addEventHandler" ->
                    handler = (ResourceEventHandler<EndpointSlice>) arguments[0];
                case "exceptionHandler" -> exceptionHandler = (ExceptionHandler) arguments[0];
                case "start" -> {
                  started = true;
                  return firstWatch;
                }
                case "stop" -> stopped = true;
                case "initialState" -> {}
                case "isWatching" -> {
                  return watching;
                }
                case "lastSyncResourceVersion" -> {
                  return version;
                }
                case "getStore" -> {
                  return store;
                }
                default -> throw new UnsupportedOperationException(method.getName());
              }
              return method.getReturnType() == void.class ? null : self;
            });
  }

  /** Lets a method of the informer throw from now on. */
  FakeInformer withFault(String method, Throwable fault) {
    faults.put(method, fault);
    return this;
  }

  void beginsToList() {
    handler().onBeforeList("");
  }

  void hears(EndpointSlice slice) {
    EndpointSlice before = store.put(slice);
    if (before == null) {
      handler().onAdd(slice);
    } else {
      handler().onUpdate(before, slice);
    }
  }

  void hearsOfDeletion(EndpointSlice slice) {
    store.remove(slice);
    handler().onDelete(slice, false);
  }

  void completesList() {
    handler().onList("1", store.list().isEmpty());
  }

  void lists(EndpointSlice... slices) {
    beginsToList();
    Arrays.asList(slices).forEach(this::hears);
    completesList();
  }

  void beginsToWatch() {
    watching = true;
    firstWatch.complete(null);
  }

  /** As over plain HTTP before the first byte, which may be on its way or never come. */
  void believesToWatch() {
    firstWatch.complete(null);
  }

  /** As a bookmark does that says nothing new: the same version, parsed anew. */
  @SuppressWarnings("StringOperationCanBeSimplified")
  void getsBookmark() {
    version = new String("7");
  }

  /** As when something fails before the first watch. */
  void failsToStart(Throwable problem) {
    firstWatch.completeExceptionally(problem);
  }

  void losesItsWatch() {
    watching = false;
  }

  /** Whether it goes on trying after this. */
  boolean meets(Exception problem) {
    return requireNonNull(exceptionHandler).retryAfterException(firstWatch.isDone(), problem);
  }

  private ResourceEventHandler<EndpointSlice> handler() {
    return requireNonNull(handler);
  }
}
