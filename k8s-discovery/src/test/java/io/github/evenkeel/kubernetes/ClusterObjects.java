/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.concurrent.RejectedExecutionException;

/**
 * The objects of fabric8's mock server, whose watches end in a thread of their own: when one ends,
 * the server waits for the events it still sends, and as it waits on the thread that sends them, it
 * would stand still for as long as half a minute.
 */
final class ClusterObjects extends KubernetesCrudDispatcher {

  @Override
  public MockResponse handleWatch(String path) {
    MockResponse response = super.handleWatch(path);
    return response.withWebSocketUpgrade(new EndingElsewhere(response.getWebSocketListener()));
  }

  private static final class EndingElsewhere extends WebSocketListener {
    private final WebSocketListener watch;

    EndingElsewhere(WebSocketListener watch) {
      this.watch = watch;
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      watch.onOpen(socket, response);
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      watch.onClosing(socket, code, reason);
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
      elsewhere(() -> watch.onClosed(socket, code, reason));
    }

    @Override
    public void onFailure(WebSocket socket, Throwable error, Response response) {
      elsewhere(() -> watch.onFailure(socket, error, response));
    }

    private static void elsewhere(Runnable ending) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  ending.run();
                } catch (RejectedExecutionException e) {
                  // The whole server has ended meanwhile.
                }
              },
              "ending-watch");
      thread.setDaemon(true);
      thread.start();
    }
  }
}
