/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.discovery.EndpointSource;
import io.github.evenkeel.internal.option.Check;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one Service. fabric8's informer lists the Service's objects, follows their changes, and
 * lists again when the API server has forgotten where it was (410 Gone); after each change the
 * whole list of endpoints is made anew from the informer's store.
 *
 * <p>An informer keeps to itself that its watch broke and cannot be opened again, so the timer
 * looks after it: one that has lost its watch for long is replaced by a new one, whose attempt to
 * list either brings the endpoints or tells what is wrong.
 *
 * <p>Informers and the timer call from threads of their own; everything below is guarded by {@code
 * lock}, under which the listener is called, too.
 *
 * @param <T> the objects of the API in use
 */
final class ServiceWatch<T extends HasMetadata> implements EndpointSource {
  /**
   * How often the timer looks. An informer opens a broken watch again at once, after 1 s, 2 s, 4 s
   * by default; two looks leave it that time before it is replaced.
   */
  static final long CHECK_SECONDS = 10;

  private static final int CHECKS_BEFORE_LOST = 2;

  /**
   * A watch over plain HTTP, which fabric8 falls back to where WebSockets fail, counts as one from
   * its first byte on: while a Service is at rest, that is the bookmark that the API server sends
   * about every minute. A new one gets the time for that.
   */
  private static final int CHECKS_BEFORE_MISSED = 12;

  private static final Logger log = LoggerFactory.getLogger(ServiceWatch.class);

  private final ServiceName service;
  private final PortChoice port;
  private final AddressFamily family;
  private final EndpointApi<T> api;
  private final String server;
  private final Supplier<SharedIndexInformer<T>> informers;
  private final ScheduledExecutorService timer;

  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /** The one that counts, from the subscription on. */
  private @Nullable Session session;

  /** What the listener knows; null until it was told for the first time. */
  private @Nullable Set<Endpoint> published;

  /** What the listener was told is wrong with the Service; null if nothing is. */
  private @Nullable String complaint;

  /**
   * The HTTP statuses that the listener was told of in this outage, so that it hears of each once.
   */
  private final Set<Integer> reported = new HashSet<>();

  /**
   * Makes a source that is at rest.
   *
   * @param server the URL of the API server, for messages
   * @param informers gives new informers of the Service's objects, not yet started
   * @param timer runs the checks; is shut down when the source is closed
   */
  ServiceWatch(
      ServiceName service,
      PortChoice port,
      AddressFamily family,
      EndpointApi<T> api,
      String server,
      Supplier<SharedIndexInformer<T>> informers,
      ScheduledExecutorService timer) {
    this.service = service;
    this.port = port;
    this.family = family;
    this.api = api;
    this.server = server;
    this.informers = informers;
    this.timer = timer;
  }

  @Override
  public void subscribe(EndpointListener listener) {
    Check.notNull(listener, "listener", "an EndpointListener");
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the watch of Service " + service + " is closed");
      }
      if (session != null) {
        throw new IllegalStateException(
            "the watch of Service "
                + service
                + " has a subscriber already; build one source for each subscriber");
      }
      session = new Session(listener);
      session.start();
      var unused = timer.scheduleWithFixedDelay(this::check, CHECK_SECONDS, CHECK_SECONDS, SECONDS);
    } finally {
      lock.unlock();
    }
  }

  /** Runs on the timer. */
  private void check() {
    Session lost = null;
    lock.lock();
    try {
      if (!closed && session != null && session.isLost()) {
        log.info(
            "The watch on the {} of Service {} is lost; listing them anew.", api.kind(), service);
        lost = session;
        session = new Session(lost.listener);
        session.start();
      }
    } catch (RuntimeException e) {
      // A timer does not repeat what threw.
      log.warn("Could not check the watch on the {} of Service {}.", api.kind(), service, e);
    } finally {
      lock.unlock();
    }
    if (lost != null) {
      lost.informer.stop();
    }
  }

  @Override
  public void close() {
    Session last;
    lock.lock();
    try {
      closed = true;
      last = session;
    } finally {
      lock.unlock();
    }
    timer.shutdown();
    if (last != null) {
      last.informer.stop();
    }
  }

  @Override
  public String toString() {
    return "KubernetesEndpoints[" + api.kind() + " of " + service + "]";
  }

  /**
   * The life of one informer. When it is over, whatever that informer may still tell no longer
   * counts.
   */
  private final class Session implements ResourceEventHandler<T> {
    private final EndpointListener listener;
    private final SharedIndexInformer<T> informer = informers.get();

    /** While a list is on its way in, the store may be a mixture of old and new. */
    private boolean listing = true;

    /** Whether its first watch was opened, as far as the informer can tell. */
    private boolean opened;

    private boolean hasWatched;
    private int checksWithoutWatch;

    Session(EndpointListener listener) {
      this.listener = listener;
    }

    void start() {
      informer.addEventHandler(this);
      informer.exceptionHandler(
          (started, problem) -> {
            whileCurrent(() -> report(problem));
            return true; // Whatever it is, it may pass: try again, with growing pauses.
          });
      informer
          .start()
          .thenRun(
              () ->
                  whileCurrent(
                      () -> {
                        opened = true;
                        lookAtWatch();
                      }));
    }

    /** Whether it has been without its watch for long; before the first, it tells by itself. */
    boolean isLost() {
      return !lookAtWatch()
          && opened
          && ++checksWithoutWatch >= (hasWatched ? CHECKS_BEFORE_LOST : CHECKS_BEFORE_MISSED);
    }

    private boolean lookAtWatch() {
      if (!informer.isWatching()) {
        return false;
      }
      hasWatched = true;
      checksWithoutWatch = 0;
      if (!reported.isEmpty()) {
        reported.clear();
        log.info("Watching the {} of Service {} again.", api.kind(), service);
      }
      return true;
    }

    private void report(Throwable problem) {
      ApiFailure failure = ApiFailure.of(problem);
      if (reported.add(failure.code())) {
        String message =
            "Cannot watch the %s of Service %s: %s. %s. Trying on; %s"
                .formatted(
                    api.kind(),
                    service,
                    failure.found(),
                    failure.advice(api, service, server),
                    published == null
                        ? "no endpoints are known yet"
                        : "the last known endpoints (%d) stay in use".formatted(published.size()));
        listener.onError(
            failure.isPermanent()
                ? DiscoveryException.permanent(message, problem)
                : DiscoveryException.temporary(message, problem));
      }
    }

    private void publish() {
      List<T> objects = informer.getStore().list();
      List<Endpoint> endpoints;
      try {
        endpoints = ServiceEndpoints.of(service, port, family, api, objects).endpoints();
      } catch (DiscoveryException e) {
        if (!Objects.equals(complaint, e.getMessage())) {
          complaint = e.getMessage();
          listener.onError(e);
        }
        return;
      }
      complaint = null;
      if (published == null && objects.isEmpty()) {
        log.warn(
            "Service {} has no endpoints: {}. Does the Service exist, and does its selector match"
                + " any pods?",
            service,
            api.ifAbsent(service));
      }
      Set<Endpoint> all = Set.copyOf(endpoints);
      if (!all.equals(published)) {
        published = all;
        listener.onEndpoints(endpoints);
      }
    }

    private void publishUnlessListing() {
      if (!listing) {
        publish();
      }
    }

    private void whileCurrent(Runnable action) {
      lock.lock();
      try {
        if (!closed && session == this) {
          action.run();
        }
      } catch (RuntimeException e) {
        // The informer would stop for good if its exception handler threw.
        log.error("Could not tell of the endpoints of Service {}.", service, e);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onBeforeList(String lastSyncResourceVersion) {
      whileCurrent(() -> listing = true);
    }

    @Override
    public void onList(String resourceVersion, boolean remainedEmpty) {
      whileCurrent(
          () -> {
            listing = false;
            publish();
          });
    }

    @Override
    public void onAdd(T object) {
      whileCurrent(this::publishUnlessListing);
    }

    @Override
    public void onUpdate(T before, T after) {
      whileCurrent(this::publishUnlessListing);
    }

    @Override
    public void onDelete(T object, boolean deletedFinalStateUnknown) {
      whileCurrent(this::publishUnlessListing);
    }
  }
}
