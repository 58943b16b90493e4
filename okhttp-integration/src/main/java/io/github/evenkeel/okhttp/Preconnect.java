/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import io.github.evenkeel.okhttp.internal.transport.PreconnectPolicy;
import io.github.evenkeel.okhttp.internal.transport.Preconnector;
import java.time.Duration;
import okhttp3.HttpUrl;

/**
 * Opens connections to a new endpoint before it takes traffic, so that no user's request waits for
 * a connect and a TLS handshake. OkHttp opens a connection only to send a request. One request is
 * therefore sent for each connection, to a path that is cheap for the service. Any response will
 * do.
 *
 * <p>An endpoint is new if it was not in the previous list. It is held back until these requests
 * have received a response or have failed, or until the timeout expires. Other endpoints never wait
 * for a new endpoint. If no other endpoint is left, the new endpoint is not held back.
 *
 * <p>Immutable. Similar to Envoy's {@code preconnect_policy} and Finagle's eager connections.
 */
public final class Preconnect {
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

  private final PreconnectPolicy policy;

  private Preconnect(PreconnectPolicy policy) {
    this.policy = policy;
  }

  /**
   * Returns a builder.
   *
   * @param path the path of the requests, such as {@code /healthz}; may have a query
   * @throws IllegalArgumentException if {@code path} does not start with a slash
   */
  public static Builder builder(String path) {
    return new Builder(path);
  }

  PreconnectPolicy policy() {
    return policy;
  }

  @Override
  public String toString() {
    return "Preconnect["
        + policy.method()
        + " "
        + policy.path()
        + ", connections="
        + policy.connections()
        + ", timeout="
        + Durations.text(policy.timeout())
        + "]";
  }

  /** Builds a {@link Preconnect}. Not thread-safe. */
  public static final class Builder {
    private final String path;
    private String method = "HEAD";
    private int connections = 1;
    private Duration timeout = Duration.ofSeconds(1);

    private Builder(String path) {
      Check.notNull(path, "path of preconnect", "one such as /healthz");
      if (!path.startsWith("/") || HttpUrl.parse("http://service" + path) == null) {
        throw new IllegalArgumentException(
            "path of preconnect must start with a slash, such as /healthz, but was \""
                + path
                + "\"");
      }
      this.path = path;
    }

    /**
     * Sets the method of the requests: {@code HEAD}, the default, or {@code GET} for a service that
     * closes the connection after a {@code HEAD}.
     *
     * @throws IllegalArgumentException if {@code method} is any other method
     */
    public Builder method(String method) {
      Check.notNull(method, "method of preconnect", "HEAD or GET");
      if (!method.equals("HEAD") && !method.equals("GET")) {
        throw new IllegalArgumentException(
            "method of preconnect must be HEAD or GET, but was \"" + method + "\"");
      }
      this.method = method;
      return this;
    }

    /**
     * Sets how many connections to open to each new endpoint; 1 by default, which is all that
     * HTTP/2 needs and keeps. On HTTP/1.1, use the expected number of concurrent requests.
     *
     * @throws IllegalArgumentException if {@code connections} is not from 1 to 64
     */
    public Builder connections(int connections) {
      this.connections =
          Check.within(1, Preconnector.MAX_CONNECTIONS, connections, "connections of preconnect");
      return this;
    }

    /**
     * Sets the longest time that a new endpoint is held back; 1 second by default. The connections
     * that are open by then are kept.
     *
     * @throws IllegalArgumentException if {@code timeout} is not above zero, or is more than 1
     *     minute
     */
    public Builder timeout(Duration timeout) {
      this.timeout = Check.positive(MAX_TIMEOUT, timeout, "timeout of preconnect");
      return this;
    }

    /** Returns the options. */
    public Preconnect build() {
      return new Preconnect(new PreconnectPolicy(path, method, connections, timeout));
    }
  }
}
