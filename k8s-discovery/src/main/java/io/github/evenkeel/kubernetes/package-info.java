/** kubernetes. */
@NullMarked
package io.github.evenkeel.kubernetes;

import org.jspecify.annotations.NullMarked;
