/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.system;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.QueueFullException;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.Scheduler;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request as a client makes it: it waits for room, is sent again if it fails, is hedged if it is
 * late, and is given up at its deadline.
 */
final class Caller {
  private final LoadBalancer balancer;
  private final Scheduler time;
  private final Function<Endpoint, Pod> pods;
  private final Observer observer;
  private final Set<Attempt> running = new LinkedHashSet<>();
  private RequestContext context;
  private int retriesLeft;
  private @Nullable CompletableFuture<Lease> waiting;
  private boolean over;

  /** Hears of what a request does. */
  interface Observer {
    void begun(Endpoint endpoint);

    void ended(Endpoint endpoint);

    /** The request is over. */
    void over(boolean succeeded);
  }

  Caller(
      LoadBalancer balancer,
      Scheduler time,
      Function<Endpoint, Pod> pods,
      Observer observer,
      RequestContext context,
      int retries) {
    this.balancer = balancer;
    this.time = time;
    this.pods = pods;
    this.observer = observer;
    this.context = context;
    this.retriesLeft = retries;
  }

  void start(Duration deadline) {
    time.schedule(deadline, () -> stop(Outcome.TIMEOUT));
    send(deadline);
  }

  private void send(Duration patience) {
    CompletableFuture<Lease> lease = balancer.enqueueRequest(context, patience);
    waiting = lease;
    var unused =
        lease.whenComplete(
            (granted, failure) -> {
              if (granted != null) {
                new Attempt(granted).begin();
              } else if (!over && running.isEmpty()) {
                finish(false);
              }
            });
  }

  /** Sends the request to another endpoint as well, if one has room. */
  void hedge() {
    if (over || running.isEmpty()) {
      return;
    }
    try {
      new Attempt(balancer.beginRequest(context)).begin();
    } catch (NoEndpointAvailableException | QueueFullException e) {
      // There is no hedge.
    }
  }

  /** The caller gives up, or its time is up. */
  void stop(Outcome outcome) {
    if (over) {
      return;
    }
    finish(false);
    CompletableFuture<Lease> left = waiting;
    if (left != null) {
      left.cancel(false);
    }
    List.copyOf(running).forEach(attempt -> attempt.end(outcome));
  }

  boolean isOver() {
    return over;
  }

  private void finish(boolean succeeded) {
    over = true;
    observer.over(succeeded);
  }

  private final class Attempt implements Pod.Client {
    private final Lease lease;

    Attempt(Lease lease) {
      this.lease = lease;
    }

    void begin() {
      running.add(this);
      observer.begun(lease.endpoint());
      context = context.withTried(lease.endpoint());
      if (over) {
        end(Outcome.CANCELED);
      } else {
        pods.apply(lease.endpoint()).serve(this);
      }
    }

    @Override
    public void responded(Outcome outcome) {
      lease.responded(outcome);
      if (outcome == Outcome.THROTTLED) {
        balancer.backOff(lease, Duration.ofSeconds(2));
      }
    }

    @Override
    public void ended(Outcome outcome) {
      if (!running.contains(this)) {
        return;
      }
      end(outcome);
      if (over) {
        return;
      }
      if (!outcome.isFailure()) {
        finish(true);
        List.copyOf(running).forEach(loser -> loser.end(Outcome.CANCELED));
      } else if (running.isEmpty() && retriesLeft-- > 0) {
        send(Duration.ofSeconds(1));
      } else if (running.isEmpty()) {
        finish(false);
      }
    }

    private void end(Outcome outcome) {
      running.remove(this);
      observer.ended(lease.endpoint());
      balancer.endRequest(lease, outcome);
    }
  }
}
