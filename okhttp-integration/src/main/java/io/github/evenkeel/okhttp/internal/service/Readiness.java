/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.service;

import static java.util.stream.Collectors.joining;

import io.github.evenkeel.DiscoveryException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Which services have had their first list of endpoints, and who waits for the others. A service
 * that is ready stays so, whatever becomes of its discovery.
 *
 * <p>Everything is guarded by {@code lock}. Futures are completed outside of it, since whoever
 * waits may do anything then.
 */
public final class Readiness {
  private final int services;
  private final ReentrantLock lock = new ReentrantLock();

  /** The services that are not ready, and what is wrong with each, as far as it is known. */
  private final Map<ServiceUrl, Optional<DiscoveryException>> pending = new LinkedHashMap<>();

  private CompletableFuture<Void> ready = new CompletableFuture<>();
  private boolean closed;

  /** None of these services is ready yet. */
  public Readiness(Collection<ServiceUrl> services) {
    this.services = services.size();
    services.forEach(service -> pending.put(service, Optional.empty()));
  }

  /** The first list of a service has arrived, or another one. */
  public void arrived(ServiceUrl service) {
    CompletableFuture<Void> done;
    lock.lock();
    try {
      if (pending.remove(service) == null || !pending.isEmpty()) {
        return;
      }
      done = ready;
    } finally {
      lock.unlock();
    }
    done.complete(null);
  }

  /** Discovery of a service fails. If that is permanent, there is nothing to wait for. */
  public void failed(ServiceUrl service, DiscoveryException problem) {
    CompletableFuture<Void> inVain;
    DiscoveryException why;
    lock.lock();
    try {
      if (closed || pending.replace(service, Optional.of(problem)) == null) {
        return;
      }
      if (!problem.isPermanent()) {
        return;
      }
      why = notReady();
      inVain = ready;
      ready = new CompletableFuture<>(); // For whoever waits anew when it has been put right.
    } finally {
      lock.unlock();
    }
    inVain.completeExceptionally(why);
  }

  /** Discovery of a service works again, so its first list is worth waiting for. */
  public void recovered(ServiceUrl service) {
    lock.lock();
    try {
      pending.replace(service, Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  /** None will become ready any more. */
  public void close() {
    CompletableFuture<Void> inVain;
    lock.lock();
    try {
      closed = true;
      inVain = ready;
    } finally {
      lock.unlock();
    }
    inVain.completeExceptionally(closedException());
  }

  /** Whether all services are ready. */
  public boolean isReady() {
    lock.lock();
    try {
      return !closed && pending.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns what is complete when all are ready. It fails with a {@link DiscoveryException} when
   * one cannot become so without help, and with an {@link IllegalStateException} when all is
   * closed.
   */
  public CompletableFuture<Void> whenReady() {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(closedException());
      }
      return isHopeless() ? CompletableFuture.failedFuture(notReady()) : ready;
    } finally {
      lock.unlock();
    }
  }

  /** Says which services are not ready after some time, and why. */
  public DiscoveryException notReadyAfter(String time) {
    lock.lock();
    try {
      return describe(" after " + time + ". ");
    } finally {
      lock.unlock();
    }
  }

  private DiscoveryException notReady() {
    return describe(", and waiting alone will not change that. ");
  }

  private boolean isHopeless() {
    return problems().anyMatch(DiscoveryException::isPermanent);
  }

  private Stream<DiscoveryException> problems() {
    return pending.values().stream().flatMap(Optional::stream);
  }

  private DiscoveryException describe(String circumstances) {
    String message =
        "%d of %d services %s not ready"
                .formatted(pending.size(), services, pending.size() == 1 ? "is" : "are")
            + circumstances
            + pending.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + reason(entry.getValue()))
                .collect(joining(". "));
    DiscoveryException first = problems().findFirst().orElse(null);
    DiscoveryException all =
        isHopeless()
            ? DiscoveryException.permanent(message, first)
            : DiscoveryException.temporary(message, first);
    problems().skip(1).filter(other -> other != first).forEach(all::addSuppressed);
    return all;
  }

  private static String reason(Optional<DiscoveryException> problem) {
    return problem
        .map(failure -> Objects.toString(failure.getMessage()))
        .orElse("its source of endpoints has told nothing yet");
  }

  private static IllegalStateException closedException() {
    return new IllegalStateException("cannot become ready: this load balancer is closed");
  }
}
