/**
 * A discrete-event simulation of clients, each with a balancer of its own, and the servers that
 * they share. The balancers are the ones that ship, driven through their public API in virtual
 * time.
 */
@NullMarked
package io.github.evenkeel.benchmarks.simulation;

import org.jspecify.annotations.NullMarked;
