/**
 * What a wrapped client costs beside a bare one: both call the same server in short rounds that
 * take turns, so that whatever else the machine does falls on both alike.
 */
@NullMarked
package io.github.evenkeel.benchmarks.overhead;

import org.jspecify.annotations.NullMarked;
