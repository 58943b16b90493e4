/** examples. */
@NullMarked
package io.github.evenkeel.examples;

import org.jspecify.annotations.NullMarked;
