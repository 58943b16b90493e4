/**
 * Client-side load balancing: {@linkplain io.github.evenkeel.Endpoint endpoints}, the {@linkplain
 * io.github.evenkeel.LoadBalancer load balancer} that chooses one of them for each request, and the
 * {@linkplain io.github.evenkeel.Algorithms algorithms} it may choose by.
 *
 * <p>Data flows one way: an {@link io.github.evenkeel.discovery.EndpointSource} hands whole lists
 * of endpoints to the balancer, which makes an immutable snapshot of them; a request reads the
 * snapshot, picks an endpoint, is sent, and is recorded. Nothing here knows of HTTP or of
 * Kubernetes.
 */
@NullMarked
package io.github.evenkeel;

import org.jspecify.annotations.NullMarked;
