/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host as Kubernetes names Services: {@code orders}, {@code orders.shop}, {@code orders.shop.svc}
 * and {@code orders.shop.svc.cluster.local}, each also with a dot at the end, may all be one
 * Service. Any other host is just its name.
 *
 * @param name the Service's name, or the whole host
 * @param namespace the Service's namespace; null if the host does not say
 */
record HostName(String name, @Nullable String namespace) {

  /** Reads a host as {@link ServiceUrl} has it. */
  static HostName of(String host) {
    String relative = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    List<String> labels = List.of(relative.split("\\.", 4));
    boolean isService = labels.size() <= 2 || labels.get(2).equals("svc");
    return isService && !ServiceUrl.isLiteral(relative)
        ? new HostName(labels.get(0), labels.size() == 1 ? null : labels.get(1))
        : new HostName(relative, null);
  }

  /** Whether both may be one host: they are called the same as far as both say. */
  boolean mayBe(HostName other) {
    return name.equals(other.name)
        && (namespace == null || other.namespace == null || namespace.equals(other.namespace));
  }
}
