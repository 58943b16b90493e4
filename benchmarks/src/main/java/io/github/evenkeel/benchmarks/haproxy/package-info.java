/**
 * Wrapped clients beside HAProxy, on real sockets: how much of the pods' capacity each of them
 * reaches and how long responses take; and what only a client's balancer meets: a pod that joins
 * cold, and how even the spread is after some use.
 */
@NullMarked
package io.github.evenkeel.benchmarks.haproxy;

import org.jspecify.annotations.NullMarked;
