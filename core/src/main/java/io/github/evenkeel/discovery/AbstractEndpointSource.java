/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.util.Collection;
import java.util.List;

/**
 * The base of a source of your own, which only has to find out what the endpoints are:
 *
 * <pre>{@code
 * final class Registry extends AbstractEndpointSource {
 *   @Override
 *   protected void start() {
 *     look();
 *   }
 *
 *   private void look() {
 *     try {
 *       publish(client.instancesOf("orders"));
 *     } catch (IOException e) {
 *       fail(DiscoveryException.temporary("The registry cannot be asked for orders: " + e, e));
 *     }
 *   }
 *
 *   @Override
 *   protected void stop() {
 *     client.close();
 *   }
 * }
 * }</pre>
 *
 * <p>What it takes care of: there is one subscriber; its listener is called by one thread at a time
 * and may close the source within a call; a list that has not changed is not handed over again, and
 * of several endpoints with one {@linkplain Endpoint#id() identity} the first counts; in an outage
 * each problem is told once, at most ten, however often it is met; the end of the outage is told;
 * after {@link #close} nothing is. An exception that the listener throws is logged, and the source
 * goes on.
 *
 * <p>All its methods are safe for use by many threads.
 */
public abstract class AbstractEndpointSource implements EndpointSource {
  private final EndpointPublisher publisher = new EndpointPublisher();

  /** For subclasses. */
  protected AbstractEndpointSource() {}

  /**
   * Begins to find out what the endpoints are. Called once, on the thread that subscribes, which it
   * does not keep waiting. If it throws, so does {@link #subscribe}, and the source may be
   * subscribed to again; what may pass is better told by {@link #fail} and tried again.
   */
  protected abstract void start();

  /**
   * Gives back what the source holds. Called once, when the source is closed, even if it was never
   * subscribed to; not before {@link #start} has returned, and not while a listener is called. Does
   * nothing by default.
   */
  protected void stop() {}

  /**
   * These are the endpoints, and nothing is wrong: ends an outage, if there is one.
   *
   * @param endpoints the whole list, in any order; empty if there are truly none. A copy is kept
   * @throws NullPointerException if it, or one of them, is null
   * @throws IllegalStateException if nobody has subscribed yet
   */
  protected final void publish(Collection<Endpoint> endpoints) {
    publisher.report(endpoints, List.of());
  }

  /**
   * These are the endpoints as far as they are known, but something is wrong: a record among others
   * cannot be read, say.
   *
   * @param endpoints the whole list without what is not known. A copy is kept
   * @param problem what is wrong and what to do; told once in an outage
   * @throws NullPointerException if something is null
   * @throws IllegalStateException if nobody has subscribed yet
   */
  protected final void publishPartly(Collection<Endpoint> endpoints, DiscoveryException problem) {
    publisher.report(endpoints, EndpointPublisher.only(problem));
  }

  /**
   * The endpoints cannot be told at the moment: the last known ones stay in use.
   *
   * @param problem what is wrong and what to do; told once in an outage
   * @throws NullPointerException if it is null
   * @throws IllegalStateException if nobody has subscribed yet
   */
  protected final void fail(DiscoveryException problem) {
    publisher.report(null, EndpointPublisher.only(problem));
  }

  /**
   * Nothing is wrong any more, and what was published last is up to date. Does nothing unless there
   * is an outage.
   *
   * @throws IllegalStateException if nobody has subscribed yet
   */
  protected final void recovered() {
    publisher.report(null, List.of());
  }

  /**
   * Runs a task of this source when no other such task and no call of the listener runs: at once,
   * or later on the thread that is running one. A task is dropped if the source is closed by then,
   * and an exception that it throws is logged. State that only such tasks use needs no lock.
   */
  protected final void serially(Runnable task) {
    publisher.serially(task);
  }

  @Override
  public final void subscribe(EndpointListener listener) {
    publisher.subscribe(this, listener, this::start);
  }

  @Override
  public final void close() {
    publisher.close(this::stop);
  }
}
