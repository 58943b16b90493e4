/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one informer. With its first failure, wherever that happens, its owner makes another.
 * fabric8's own retries are not relied on, since some failures end them without a word.
 *
 * <p>Until it is replaced, what the informer has on its way still counts: it may have listed before
 * it failed to watch. After that, whatever it may still tell does not.
 *
 * <p>Writers and readers: the informer's threads and the owner's, under the owner's lock. The
 * informer is started and stopped without the lock, since that may call the user's credential
 * provider, which may block, and calls back.
 *
 * <p>Invariant: while {@code listing}, the informer's store may be a mixture of old and new.
 *
 * <p>Why: the owner publishes what the store holds, and only then is it worth publishing.
 *
 * @param <T> the objects of the API in use
 */
final class WatchSession<T extends HasMetadata> implements ResourceEventHandler<T> {
  private static final Logger log = LoggerFactory.getLogger(WatchSession.class);

  /** Who makes sessions and hears of them. */
  interface Owner<T extends HasMetadata> {

    /** Runs an action under the lock, if the session still counts. */
    void whileCurrent(WatchSession<T> session, Runnable action);

    /** A list is complete; called under the lock. */
    void listed(WatchSession<T> session);

    /** The informer has opened its first watch; called under the lock. */
    void opened(WatchSession<T> session);

    /** The store has changed, and may be read; called under the lock. */
    void changed();

    /** The session fails, and is to be replaced. Called with or without the lock. */
    void failed(WatchSession<T> session, Throwable problem);
  }

  private final Supplier<SharedIndexInformer<T>> informers;
  private final Owner<T> owner;
  private final Environment environment;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private volatile @Nullable SharedIndexInformer<T> informer;

  private final SignsOfLife signs;
  private boolean listing = true;
  private boolean failed;
  private boolean lost;

  WatchSession(
      Supplier<SharedIndexInformer<T>> informers, Owner<T> owner, Environment environment) {
    this.informers = informers;
    this.owner = owner;
    this.environment = environment;
    this.signs = new SignsOfLife(environment.nanoTime());
  }

  /**
   * Starts the informer. Never throws.
   *
   * @param afresh whether it must not begin with what the API server has cached, which may be older
   *     than what the informer before has seen
   */
  void start(boolean afresh) {
    try {
      SharedIndexInformer<T> created = informers.get();
      informer = created;
      if (afresh) {
        created.initialState(Stream.empty());
      }
      created.addEventHandler(this);
      created.exceptionHandler(
          (started, problem) -> {
            owner.failed(this, problem);
            return false; // Not again: the owner replaces the informer.
          });
      created
          .start()
          .whenComplete(
              (done, problem) -> {
                if (problem == null) {
                  owner.whileCurrent(this, () -> owner.opened(this));
                } else {
                  owner.failed(this, problem);
                }
              });
    } catch (Throwable e) { // A provider of credentials may throw whatever it likes.
      owner.failed(this, e);
    }
  }

  /** Stops the informer, if that has not happened. Never throws. */
  void stop() {
    SharedIndexInformer<T> created = informer;
    if (created != null && !stopped.getAndSet(true)) {
      try {
        created.stop();
      } catch (Throwable e) {
        log.warn("Could not stop an informer, which is not used any more.", e);
      }
    }
  }

  /**
   * Looks whether the watch lives; under the lock.
   *
   * @throws RuntimeException or an Error, whatever the informer throws
   */
  SignsOfLife.Verdict look() {
    SharedIndexInformer<T> created = informer;
    SignsOfLife.Verdict verdict =
        signs.look(
            created != null && created.isWatching(),
            created == null ? null : created.lastSyncResourceVersion(),
            environment.nanoTime());
    lost &= verdict != SignsOfLife.Verdict.WATCHING;
    return verdict;
  }

  /** It was found to be lost; under the lock. Returns whether that is news. */
  boolean markLost() {
    boolean isNews = !lost;
    lost = true;
    return isNews;
  }

  /** Whether it has a watch, as far as one can see; under the lock. Never throws. */
  boolean isWatching() {
    SharedIndexInformer<T> created = informer;
    try {
      return !failed && !lost && created != null && created.isWatching();
    } catch (Throwable e) { // As long as that is so, it does not watch; the next look reports it.
      return false;
    }
  }

  /** When the API server was last heard of, in nanoseconds of the clock; under the lock. */
  long lastSign() {
    return signs.lastSign();
  }

  /** Whether the store is a mixture of old and new; under the lock. */
  boolean isListing() {
    return listing;
  }

  /** It has failed; under the lock. Returns whether that is news. */
  boolean markFailed() {
    boolean isNews = !failed;
    failed = true;
    return isNews;
  }

  /** Whether it is to be replaced; under the lock. */
  boolean hasFailed() {
    return failed;
  }

  /** What is in the store; under the lock. */
  List<T> objects() {
    SharedIndexInformer<T> created = informer;
    return created == null ? List.of() : created.getStore().list();
  }

  @Override
  public void onBeforeList(String lastSyncResourceVersion) {
    owner.whileCurrent(this, () -> listing = true);
  }

  @Override
  public void onList(String resourceVersion, boolean remainedEmpty) {
    owner.whileCurrent(
        this,
        () -> {
          listing = false;
          owner.listed(this);
          heard();
        });
  }

  @Override
  public void onAdd(T object) {
    owner.whileCurrent(this, this::heard);
  }

  @Override
  public void onUpdate(T before, T after) {
    owner.whileCurrent(this, this::heard);
  }

  @Override
  public void onDelete(T object, boolean deletedFinalStateUnknown) {
    owner.whileCurrent(this, this::heard);
  }

  private void heard() {
    signs.heard(environment.nanoTime());
    if (!listing) {
      owner.changed();
    }
  }
}
