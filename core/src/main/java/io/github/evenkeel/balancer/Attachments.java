/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.EndpointAttachment;
import io.github.evenkeel.internal.host.Host;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls what clients attach to hosts. If it throws, that is logged, and the load balancer goes on:
 * one broken attachment must not leave an update half done.
 */
final class Attachments {
  private static final Logger logger = LoggerFactory.getLogger(Attachments.class);

  private Attachments() {}

  /** Returns a stage that is complete when the host may take requests. */
  static CompletionStage<?> prepare(Host host) {
    EndpointAttachment attachment = host.attachment();
    CompletionStage<?> ready = CompletableFuture.completedStage(null);
    if (attachment == null) {
      return ready;
    }
    try {
      CompletionStage<?> preparation = attachment.prepare();
      if (preparation != null) {
        return preparation;
      }
      logger.error("prepare() of the attachment of {} must return a stage, but was null", host);
    } catch (Throwable e) {
      logger.error("The attachment of {} could not be prepared", host, e);
    }
    return ready;
  }

  static void drain(Host host) {
    call(host, EndpointAttachment::drain);
  }

  static void restore(Host host) {
    call(host, EndpointAttachment::restore);
  }

  private static void call(Host host, Consumer<EndpointAttachment> method) {
    EndpointAttachment attachment = host.attachment();
    if (attachment == null) {
      return;
    }
    try {
      method.accept(attachment);
    } catch (Throwable e) {
      logger.error("The attachment of {} failed", host, e);
    }
  }
}
