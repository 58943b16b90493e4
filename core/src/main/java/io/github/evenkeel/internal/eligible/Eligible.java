/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.eligible;

import io.github.evenkeel.internal.host.Host;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which hosts are eligible for requests: those with a weight above 0, and of these the ones that
 * are not terminating. If all are, they are the last resort, as with kube-proxy: a pod serves until
 * its grace period is over.
 */
public final class Eligible {
  private Eligible() {}

  /** Returns the hosts that are eligible; empty if all have weight 0. */
  public static List<Host> of(List<Host> hosts) {
    List<Host> inUse = only(hosts, host -> host.endpoint().weight() > 0);
    List<Host> staying = only(inUse, host -> !host.endpoint().isTerminating());
    return staying.isEmpty() ? inUse : staying;
  }

  private static List<Host> only(List<Host> hosts, Predicate<Host> condition) {
    return hosts.stream().allMatch(condition) ? hosts : hosts.stream().filter(condition).toList();
  }
}
