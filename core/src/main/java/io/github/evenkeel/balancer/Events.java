/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.observe.EjectionEvent;
import io.github.evenkeel.observe.EjectionSkippedEvent;
import io.github.evenkeel.observe.HalfOpenEvent;
import io.github.evenkeel.observe.HealthCheckEvent;
import io.github.evenkeel.observe.LimitChangeEvent;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.LocalityEvent;
import io.github.evenkeel.observe.PanicEvent;
import io.github.evenkeel.observe.QueueEvent;
import io.github.evenkeel.observe.ReturnEvent;
import io.github.evenkeel.observe.SheddingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events of a load balancer under its lock, and hands them to listeners without it.
 *
 * <ul>
 *   <li>Writers: whoever holds the load balancer's lock adds events; one thread at a time, without
 *       the lock, takes them.
 *   <li>Readers: none.
 *   <li>Invariant: an event that has taken effect is delivered by whoever calls {@link #deliver}
 *       next, or by the thread that is delivering then. Events keep their order.
 *   <li>Why: a listener may take its time, or use the load balancer, and must see a return after
 *       the ejection.
 * </ul>
 */
final class Events implements LoadBalancerListener {
  private static final Logger logger = LoggerFactory.getLogger(Events.class);

  private final List<LoadBalancerListener> listeners;

  /** Events of the change that is being made. Guarded by the load balancer's lock. */
  private final List<Consumer<LoadBalancerListener>> changing = new ArrayList<>();

  private final Queue<Consumer<LoadBalancerListener>> pending = new ConcurrentLinkedQueue<>();

  /** Calls of {@link #deliver} that the thread that delivers has not answered yet. */
  private final AtomicInteger calls = new AtomicInteger();

  Events(List<LoadBalancerListener> listeners) {
    this.listeners = listeners;
  }

  private void add(Consumer<LoadBalancerListener> event) {
    changing.add(event);
  }

  /** What was added has taken effect, and may be delivered. To be called under the lock. */
  void takeEffect() {
    pending.addAll(changing);
    changing.clear();
  }

  /** Delivers what has taken effect. Not to be called under the lock. */
  void deliver() {
    if (pending.isEmpty() || calls.getAndIncrement() > 0) {
      return;
    }
    int answered = 1;
    do {
      for (Consumer<LoadBalancerListener> event = pending.poll();
          event != null;
          event = pending.poll()) {
        deliver(event);
      }
      answered = calls.addAndGet(-answered);
    } while (answered > 0);
  }

  private void deliver(Consumer<LoadBalancerListener> event) {
    for (LoadBalancerListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable e) {
        logger.error("The listener {} failed", listener, e);
      }
    }
  }

  @Override
  public void onEjection(EjectionEvent event) {
    add(listener -> listener.onEjection(event));
  }

  @Override
  public void onEjectionSkipped(EjectionSkippedEvent event) {
    add(listener -> listener.onEjectionSkipped(event));
  }

  @Override
  public void onHalfOpen(HalfOpenEvent event) {
    add(listener -> listener.onHalfOpen(event));
  }

  @Override
  public void onReturn(ReturnEvent event) {
    add(listener -> listener.onReturn(event));
  }

  @Override
  public void onHealthCheck(HealthCheckEvent event) {
    add(listener -> listener.onHealthCheck(event));
  }

  @Override
  public void onPanic(PanicEvent event) {
    add(listener -> listener.onPanic(event));
  }

  @Override
  public void onShedding(SheddingEvent event) {
    add(listener -> listener.onShedding(event));
  }

  @Override
  public void onLocality(LocalityEvent event) {
    add(listener -> listener.onLocality(event));
  }

  @Override
  public void onLimitChange(LimitChangeEvent event) {
    add(listener -> listener.onLimitChange(event));
  }

  @Override
  public void onQueue(QueueEvent event) {
    add(listener -> listener.onQueue(event));
  }
}
