/**
 * The demo: shows on real sockets what a Service's virtual IP, connection recycling and Evenkeel do
 * with the same requests, or watches a Service of a real cluster.
 */
@NullMarked
package io.github.evenkeel.examples;

import org.jspecify.annotations.NullMarked;
