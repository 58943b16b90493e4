/**
 * Balances the requests of an {@code OkHttpClient} over the endpoints of a service, and recycles
 * its connections. Start with {@link io.github.evenkeel.okhttp.OkHttpLoadBalancing}.
 */
@NullMarked
package io.github.evenkeel.okhttp;

import org.jspecify.annotations.NullMarked;
