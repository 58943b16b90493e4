/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.util.List;

/**
 * Hears of a service's endpoints from an {@link EndpointSource}, which calls it from one thread at
 * a time. Its methods return quickly and throw nothing.
 *
 * <p>Evenkeel implements it; sources that pass on what another source tells do so, too. Methods
 * that are added in later releases have a default implementation.
 */
public interface EndpointListener {

  /**
   * The service now has exactly these endpoints.
   *
   * <p>May be called between {@link #onError} and {@link #onRecovered}: a source of which only a
   * part cannot be read goes on with the rest.
   *
   * @param endpoints the whole list, in no particular order; empty if there are none
   */
  void onEndpoints(List<Endpoint> endpoints);

  /**
   * The source cannot tell at the moment. What it told before still stands, and it goes on trying.
   *
   * @param problem what is wrong and what to do about it
   */
  void onError(DiscoveryException problem);

  /**
   * The source can tell again, after {@link #onError}. What it told last is up to date. Called
   * before or after {@link #onEndpoints}, or instead of it if the endpoints have not changed. Does
   * nothing by default.
   */
  default void onRecovered() {}
}
