/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the two APIs in which Kubernetes publishes a Service's addresses.
 *
 * @param <T> the objects of this API
 */
interface EndpointApi<T extends HasMetadata> {

  /** What the API's objects are called, in the plural. */
  String kind();

  /** The rule that a Role needs for this API. */
  String accessRule();

  /** What to do if the API server does not know this API. */
  String ifNotServed();

  /** What it means that there is not one object of the Service. */
  String ifAbsent(ServiceName service);

  /** The objects of the Service, to be listed and watched. */
  Informable<T> select(KubernetesClient client, ServiceName service);

  /**
   * Reads what one object says. What cannot be read of it is left out and noted.
   *
   * @throws RuntimeException if nothing of it can be read
   */
  List<AddressGroup> read(T object);

  /** What the API itself leaves out of an object, for people; null if nothing. */
  @Nullable String omitted(T object);
}
