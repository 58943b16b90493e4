/**
 * Wrapped clients under load while their pods restart, crash, hang, slow down, and cut connections;
 * and the account of what must not happen meanwhile, or be left over afterwards.
 */
@NullMarked
package io.github.evenkeel.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
