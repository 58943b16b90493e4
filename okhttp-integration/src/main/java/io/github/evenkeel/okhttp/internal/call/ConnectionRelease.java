/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.okhttp.MisuseException;
import io.github.evenkeel.okhttp.internal.call.Facts.Progress;
import io.github.evenkeel.okhttp.internal.transport.Multiplexing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.SocketFactory;
import okhttp3.Authenticator;
import okhttp3.Connection;
import okhttp3.CookieJar;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call release the connection of its last attempt.
 *
 * <p>A call keeps its connection between attempts, and OkHttp reuses that connection for the next
 * attempt if the host and the port of the URL match, without checking the Dns or the pool that the
 * next attempt was given. For any other port, OkHttp first releases the connection, undamaged. This
 * class therefore requests a port that cannot be reached. OkHttp's API offers no other way: a clone
 * of the call would repeat the user's events and outer interceptors, and would have to forward
 * cancellation and the timeout.
 *
 * <p>Interceptors that were added after the client was wrapped see this request. To them, it is a
 * failing GET of the same URL on another port, with all tags and headers of the original request.
 * The request is made only if the call holds a connection that could be reused, which is not the
 * case after a failed connect or a broken HTTP/1.1 connection.
 */
final class ConnectionRelease {
  private static final ConnectionRelease TAG = new ConnectionRelease();

  private static final Dns NO_DNS =
      hostname -> {
        throw new UnknownHostException(
            hostname + " is not looked up: the call only releases a connection");
      };

  private ConnectionRelease() {}

  /** Whether {@code request} only releases a connection and must not be sent. */
  static boolean isFor(Request request) {
    return request.tag(ConnectionRelease.class) != null;
  }

  /**
   * Releases the connection that the call holds, if there is one that may be reused.
   *
   * @throws MisuseException if an inner interceptor rejects or responds to the request
   * @throws IllegalStateException thrown by OkHttp if the last response is still open
   */
  static void before(ServiceCall call) throws IOException {
    CallEvents events = call.state().events();
    Connection held = events.connection();
    if (held == null || isBroken(held, events.attempt())) {
      return;
    }
    IOException refusal = null;
    try {
      call.chain()
          .withDns(NO_DNS)
          .withSocketFactory(NoSockets.INSTANCE)
          .withProxy(Proxy.NO_PROXY)
          .withCache(null)
          .withCookieJar(CookieJar.NO_COOKIES)
          .withAuthenticator(Authenticator.NONE)
          .withRetryOnConnectionFailure(false)
          .proceed(unreachable(call.request()))
          .close(); // An inner interceptor has responded.
    } catch (IOException e) {
      refusal = e;
    } catch (IllegalStateException stillOpen) {
      // The call fails, and receives no more events until the last response is closed.
      call.state().abandonAttempt();
      throw stillOpen;
    }
    if (events.connection() != null && !call.call().isCanceled()) {
      throw inTheWay(call, refusal);
    }
  }

  /** OkHttp does not use an HTTP/1.1 connection again after a failure. */
  private static boolean isBroken(Connection held, @Nullable Attempt last) {
    return last != null
        && last.facts().progress() == Progress.BROKEN
        && !Multiplexing.isUsedBy(held);
  }

  private static Request unreachable(Request request) {
    HttpUrl url = request.url();
    return request
        .newBuilder()
        .url(url.newBuilder().port(url.port() == 1 ? 2 : 1).build())
        .method("GET", null)
        .tag(ConnectionRelease.class, TAG)
        .build();
  }

  private static MisuseException inTheWay(ServiceCall call, @Nullable IOException refusal) {
    return MisuseException.of(
        "An interceptor that was added after the client was wrapped has "
            + (refusal == null ? "responded to" : "refused or changed")
            + " "
            + unreachable(call.request()).url().redact()
            + ", a request that OkHttp must see before this call can go to another endpoint."
            + " Nothing more was sent. Add the interceptor before the client is wrapped, or let"
            + " it proceed with requests to this host on any port"
            + (refusal == null ? "" : ". It threw " + refusal + thrownIn(refusal)),
        refusal);
  }

  private static String thrownIn(IOException refusal) {
    StackTraceElement[] trace = refusal.getStackTrace();
    return trace.length == 0 ? "" : " in " + trace[0].getClassName();
  }

  /** If the host is an IP address, OkHttp asks no Dns. */
  private static final class NoSockets extends SocketFactory {
    static final NoSockets INSTANCE = new NoSockets();

    @Override
    public Socket createSocket() throws IOException {
      throw new IOException("no socket is created: the call only releases a connection");
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return createSocket();
    }
  }
}
