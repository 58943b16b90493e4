/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.internal.option.Check;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Where the endpoints of one service come from: a fixed list, a watch on the Kubernetes API, DNS.
 *
 * <p>A source serves one subscriber. It calls the listener from any thread, but never from two at
 * once, and always with the <em>whole</em> list: the first time when it knows it completely, then
 * after every change. When it loses touch with wherever it looks, it says so by {@link
 * EndpointListener#onError} and keeps silent about endpoints, so that the last known ones stay in
 * use. An empty list means that there are truly none.
 *
 * <p>Sources are made from others by {@link #filter}, {@link #map}, {@link #orElse}, {@link
 * #merge}, {@link #keepLast}, {@link #subsetting} and {@link #shared}:
 *
 * <pre>{@code
 * EndpointSource orders = kubernetes.keepLast(Duration.ofMinutes(1)).orElse(file);
 * }</pre>
 *
 * <p>What is made from a source is its one subscriber, and closes it when it is closed itself. It
 * passes on what is wrong with the source, and that it has recovered.
 *
 * <p>Whoever writes a source extends {@link AbstractEndpointSource}, which takes care of all this.
 */
public interface EndpointSource extends AutoCloseable {

  /**
   * Starts the flow of endpoints to {@code listener}. Does not wait for the first list.
   *
   * @throws IllegalStateException if the source already has a subscriber or is closed
   */
  void subscribe(EndpointListener listener);

  /** Ends the flow and gives back what the source holds. Idempotent. */
  @Override
  default void close() {}

  /**
   * Returns a source of those endpoints of this one for which {@code predicate} is true.
   *
   * <p>An exception that it throws is reported as a {@link DiscoveryException}. What it said last
   * of the same endpoint still counts then; a new endpoint is left out. If it fails for all, the
   * last list stays.
   *
   * @param predicate returns quickly; called for each endpoint of each list, by one thread at a
   *     time
   */
  default EndpointSource filter(Predicate<? super Endpoint> predicate) {
    Check.notNull(predicate, "predicate of " + this + ".filter", "a Predicate of endpoints");
    return composed(
        new EachEndpoint(
            this + ".filter",
            endpoint -> predicate.test(endpoint) ? Optional.of(endpoint) : Optional.empty()),
        this);
  }

  /**
   * Returns a source of what {@code function} makes of the endpoints of this one: the same with
   * another port or weight, say. If it makes several with one identity, the first counts.
   *
   * <p>An exception that it throws, or a null that it returns, is reported as a {@link
   * DiscoveryException}. What it returned last for the same endpoint still counts then; a new
   * endpoint is left out. If it fails for all, the last list stays.
   *
   * @param function returns quickly; called for each endpoint of each list, by one thread at a time
   */
  default EndpointSource map(Function<? super Endpoint, Endpoint> function) {
    String description = this + ".map";
    Check.notNull(function, "function of " + description, "a Function of endpoints");
    return composed(
        new EachEndpoint(
            description,
            endpoint ->
                Optional.of(Check.notNull(function.apply(endpoint), "its result", "an Endpoint"))),
        this);
  }

  /**
   * Returns a source of the endpoints of this one, or of those of {@code other} while this one has
   * none. Both are subscribed to from the start.
   *
   * <p>{@code other} is not used before this source has told a list or an error. An empty list is
   * told only if both have told one. What is wrong with {@code other} is told only while this
   * source has no endpoints.
   *
   * @param other closed together with this one
   */
  default EndpointSource orElse(EndpointSource other) {
    Check.notNull(other, "other source of " + this + ".orElse", "an EndpointSource");
    return composed(new FirstWithEndpoints(this + ".orElse(" + other + ")"), this, other);
  }

  /**
   * Returns a source of the endpoints of both. Of two with the same {@linkplain Endpoint#id()
   * identity}, that of this source counts.
   *
   * <p>The first list is told when each of them has told a list or an error; an empty one only if
   * both have told one. After that, an error of one does not keep the other from being followed.
   *
   * @param other closed together with this one
   */
  default EndpointSource merge(EndpointSource other) {
    Check.notNull(other, "other source of " + this + ".merge", "an EndpointSource");
    return composed(new Union(this + ".merge(" + other + ")"), this, other);
  }

  /**
   * Returns a source that believes an empty list of this one only if it is still empty after {@code
   * grace}; until then the last endpoints stay in use. It runs on {@link Scheduler#shared}.
   *
   * <p>An empty list before any other is believed at once, as there is nothing to keep.
   *
   * @param grace above 0, at most 1 day
   */
  default EndpointSource keepLast(Duration grace) {
    return keepLast(grace, Scheduler.shared());
  }

  /**
   * The same on another scheduler.
   *
   * @param grace above 0, at most 1 day
   * @param scheduler tells when the grace has passed
   */
  default EndpointSource keepLast(Duration grace, Scheduler scheduler) {
    String description = this + ".keepLast";
    Check.positive(Duration.ofDays(1), grace, "grace of " + description);
    Check.notNull(scheduler, "scheduler of " + description, "a Scheduler");
    return composed(new KeptEndpoints(description, grace, scheduler), this);
  }

  /**
   * Returns a source of some of the endpoints of this one, so that a client of a large service has
   * connections to a few of its pods only. Which ones depends on the client; that is known as
   * deterministic subsetting (<a href="https://sre.google/sre-book/load-balancing-datacenter/">Site
   * Reliability Engineering, chapter 20</a>). A change of the endpoints moves no more of them than
   * it must. With fewer than 100 endpoints, all are used: the fewer there are, the less evenly
   * clients spread over them.
   *
   * @param size how many endpoints to use that are neither terminating nor drained; at least 10, or
   *     the failure of a few would take too much of the client's share
   * @param client tells this client from others, and is the same when it restarts, if possible,
   *     such as the name of a pod of a StatefulSet; otherwise anything unique
   * @throws IllegalArgumentException if {@code size} is out of range
   */
  default EndpointSource subsetting(int size, String client) {
    String description = this + ".subsetting";
    Check.notNull(client, "client of " + description, "a name that no other client has");
    Check.atLeast(10, size, "size of " + description);
    return composed(new SomeEndpoints(description, size, client), this);
  }

  /**
   * Shares this source among several subscribers: each {@code get()} returns a source of its own
   * for one of them, while this one is subscribed to once.
   *
   * <pre>{@code
   * Supplier<EndpointSource> orders = kubernetes.shared();
   * a.endpoints(orders.get());
   * b.endpoints(orders.get());
   * }</pre>
   *
   * <p>Whoever subscribes late hears the current list at once. When the last of the sources that
   * are open is closed, so is this one; {@code get()} then throws an {@link IllegalStateException}.
   */
  default Supplier<EndpointSource> shared() {
    EndpointSource source = this;
    SharedInput shared = new SharedInput(this + ".shared");
    return () -> {
      EndpointPublisher publisher = shared.open();
      return new EndpointSource() {
        @Override
        public void subscribe(EndpointListener listener) {
          shared.subscribe(publisher, listener, source::subscribe);
        }

        @Override
        public void close() {
          shared.close(publisher, source::close);
        }

        @Override
        public String toString() {
          return source + ".shared";
        }
      };
    };
  }

  /** Connects a composition to its sources. It does not know them, which would be a circle. */
  private static EndpointSource composed(Composition composition, EndpointSource... sources) {
    List<EndpointSource> all = List.of(sources);
    return new EndpointSource() {
      @Override
      public void subscribe(EndpointListener listener) {
        composition.subscribe(listener, this::subscribeToAll);
      }

      private void subscribeToAll() {
        int subscribed = 0;
        try {
          for (Input input : composition.inputs()) {
            all.get(subscribed).subscribe(input);
            subscribed++;
          }
        } finally {
          if (subscribed > 0 && subscribed < all.size()) {
            all.get(0).close(); // Nobody would hear of what it finds.
          }
        }
      }

      @Override
      public void close() {
        composition.close(() -> closeAll(all.iterator()));
      }

      @Override
      public String toString() {
        return composition.toString();
      }
    };
  }

  /** Closes each, whatever happens to those before it. */
  private static void closeAll(Iterator<EndpointSource> sources) {
    if (sources.hasNext()) {
      try {
        sources.next().close();
      } finally {
        closeAll(sources);
      }
    }
  }
}
