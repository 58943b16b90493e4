/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

/**
 * Which addresses of a name are used. Never those of both families at once: a host with one of each
 * would count twice.
 */
public enum AddressFamily {
  /** IPv4 addresses (A records), or IPv6 addresses if there is none. The default. */
  PREFER_IPV4,

  /** IPv6 addresses (AAAA records), or IPv4 addresses if there is none. */
  PREFER_IPV6,

  /** IPv4 addresses only. */
  IPV4,

  /** IPv6 addresses only. */
  IPV6
}
