/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import com.google.common.net.InetAddresses;
import io.github.evenkeel.internal.option.Check;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What makes an {@link Endpoint} itself: its address, and the uid of the pod behind it where that
 * is known. Kubernetes gives a new pod an old pod's address sooner or later; the uid tells them
 * apart, so that the new one inherits neither connections nor statistics.
 *
 * @param address where to connect to; resolved
 * @param uid the pod's uid, or null if unknown
 */
public record EndpointId(InetSocketAddress address, @Nullable String uid) {

  /** Checks that the address is resolved. */
  public EndpointId {
    Check.notNull(address, "address of an endpoint", "a resolved address");
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("address must be resolved, but was " + address);
    }
  }

  /** The address, and the uid if known, such as {@code 10.1.2.3:8080 (uid 7c9e6679)}. */
  @Override
  public String toString() {
    String hostAndPort = InetAddresses.toUriString(address.getAddress()) + ":" + address.getPort();
    return uid == null ? hostAndPort : hostAndPort + " (uid " + uid + ")";
  }
}
