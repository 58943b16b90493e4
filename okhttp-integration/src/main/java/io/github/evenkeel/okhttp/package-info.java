/** okhttp. */
@NullMarked
package io.github.evenkeel.okhttp;

import org.jspecify.annotations.NullMarked;
