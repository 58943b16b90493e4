/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether an endpoint accepts a TCP connection, and closes it at once. Nothing is sent, so
 * this finds a host that is gone, but not one that hangs: the kernel accepts for it. As HAProxy's
 * {@code check} without {@code option httpchk}, and Kubernetes' {@code tcpSocket}.
 *
 * <p>Connects directly, in plain text, whatever settings a client has. Safe for use by many
 * threads, and for several services.
 */
public final class TcpProbe implements HealthProbe {

  /** Makes a probe. */
  public TcpProbe() {}

  @Override
  public CompletableFuture<ProbeResult> probe(Endpoint endpoint, Duration timeout) {
    Check.notNull(endpoint, "endpoint", "an Endpoint");
    Check.notNull(timeout, "timeout", "a Duration");
    CompletableFuture<ProbeResult> result = new CompletableFuture<>();
    AsynchronousSocketChannel channel;
    try {
      channel = AsynchronousSocketChannel.open();
    } catch (IOException e) {
      // Such as too many open files here, for which the endpoint can do nothing.
      result.complete(ProbeResult.unknown("no socket: " + e));
      return result;
    }
    // However it ends, also if it is canceled.
    var unused = result.whenComplete((any, failure) -> close(channel));
    try {
      connect(channel, endpoint, result);
    } catch (RuntimeException e) { // Such as an address of a kind that there is no network for.
      result.complete(ProbeResult.failed("could not connect: " + e));
    }
    return result;
  }

  private static void connect(
      AsynchronousSocketChannel channel, Endpoint endpoint, CompletableFuture<ProbeResult> result) {
    channel.connect(
        endpoint.address(),
        null,
        new CompletionHandler<@Nullable Void, @Nullable Object>() {
          @Override
          public void completed(@Nullable Void nothing, @Nullable Object none) {
            result.complete(ProbeResult.passed("connected"));
          }

          @Override
          public void failed(Throwable failure, @Nullable Object none) {
            result.complete(ProbeResult.failed("could not connect: " + failure));
          }
        });
  }

  private static void close(AsynchronousSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "TcpProbe";
  }
}
