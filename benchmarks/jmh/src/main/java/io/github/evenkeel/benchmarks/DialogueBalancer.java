/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ListMultimap;
import com.palantir.dialogue.Endpoint;
import com.palantir.dialogue.HttpMethod;
import com.palantir.dialogue.Request;
import com.palantir.dialogue.Response;
import com.palantir.dialogue.ResponseAttachments;
import com.palantir.dialogue.core.BalancedChannel;
import java.io.InputStream;

/** Dialogue's balanced node selection. A request ends when its response arrives. */
final class DialogueBalancer implements Balancer {
  private static final Request REQUEST = Request.builder().build();
  private static final Response SUCCESS = new Empty(200);
  private static final Response FAILURE = new Empty(500);

  private final BalancedChannel channel;

  DialogueBalancer(Fleet fleet) {
    this.channel = new BalancedChannel(fleet.endpoints(), fleet::fails);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // It stands for the request.
  public Object begin(int turn) {
    return channel.execute(Call.GET, REQUEST);
  }

  @Override
  public void end(Object request) {
    ((BalancedChannel.Pending) request).end(SUCCESS, FAILURE);
  }

  private enum Call implements Endpoint {
    GET;

    @Override
    public HttpMethod httpMethod() {
      return HttpMethod.GET;
    }

    @Override
    public String serviceName() {
      return "benchmark";
    }

    @Override
    public String endpointName() {
      return "get";
    }

    @Override
    public String version() {
      return "1";
    }
  }

  private static final class Empty implements Response {
    private final int code;
    private final ResponseAttachments attachments = ResponseAttachments.create();

    Empty(int code) {
      this.code = code;
    }

    @Override
    public InputStream body() {
      return InputStream.nullInputStream();
    }

    @Override
    public int code() {
      return code;
    }

    @Override
    public ListMultimap<String, String> headers() {
      return ImmutableListMultimap.of();
    }

    @Override
    public ResponseAttachments attachments() {
      return attachments;
    }

    @Override
    public void close() {}
  }
}
