/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.okhttp.internal.check.HttpCheckPolicy;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Checks an endpoint by a GET request, whose status decides, and perhaps its body. For {@link
 * ServiceBuilder#healthCheck(io.github.evenkeel.HealthCheck, HttpProbe)}. Immutable.
 *
 * <p>The request has the service's scheme, host and port, as all others, and the settings of the
 * client that was wrapped first: TLS, network interceptors, protocols. It has a connection of its
 * own, which is closed afterwards. Redirects are not followed, nothing is retried, and there are no
 * cookies, no cache and no authenticator. Similar to Envoy's {@code http_health_check} and
 * HAProxy's {@code option httpchk}.
 */
public final class HttpProbe {
  private final HttpCheckPolicy policy;

  private HttpProbe(HttpCheckPolicy policy) {
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

  HttpCheckPolicy policy() {
    return policy;
  }

  @Override
  public String toString() {
    return "HttpProbe[" + policy + "]";
  }

  /** Builds an {@link HttpProbe}. Not thread-safe. */
  public static final class Builder {
    private static final int MAX_TEXT = HttpCheckPolicy.MAX_BODY / 4;

    private final String path;
    private int minStatus = 200;
    private int maxStatus = 299;
    private @Nullable String body;

    private Builder(String path) {
      Check.notNull(path, "path of the HTTP probe", "one such as /healthz");
      HttpUrl url = HttpUrl.parse("http://service" + path);
      boolean isSent = url != null && url.encodedFragment() == null && !path.matches("(?s).*\\s.*");
      if (!path.startsWith("/") || !isSent) {
        throw new IllegalArgumentException(
            "path of the HTTP probe must start with a slash, and have no fragment and no white"
                + " space, such as /healthz, but was \""
                + path
                + "\"");
      }
      this.path = path;
    }

    /**
     * Sets the one status with which an endpoint passes.
     *
     * @param status from 200 to 599
     * @throws IllegalArgumentException if out of range
     */
    public Builder expectStatus(int status) {
      return expectStatuses(status, status);
    }

    /**
     * Sets the statuses with which an endpoint passes; from 200 to 299 by default.
     *
     * @param min from 200 to 599
     * @param max from {@code min} to 599
     * @throws IllegalArgumentException if out of range
     */
    public Builder expectStatuses(int min, int max) {
      int lowest = Check.within(200, 599, min, "expected status of the HTTP probe");
      this.maxStatus = Check.within(lowest, 599, max, "highest expected status of the HTTP probe");
      this.minStatus = lowest;
      return this;
    }

    /**
     * Sets a text that the body must contain, in UTF-8 and in its first 16 KiB; any body by
     * default.
     *
     * @throws IllegalArgumentException if {@code text} is empty, or longer than 4096 characters
     */
    public Builder expectBodyContaining(String text) {
      Check.notNull(text, "expected body of the HTTP probe", "a text; leave it out for any body");
      if (text.isEmpty() || text.length() > MAX_TEXT) {
        throw new IllegalArgumentException(
            "expected body of the HTTP probe must be from 1 to "
                + MAX_TEXT
                + " characters long, but was "
                + text.length()
                + "; leave it out for any body");
      }
      this.body = text;
      return this;
    }

    /** Returns the probe. */
    public HttpProbe build() {
      return new HttpProbe(new HttpCheckPolicy(path, minStatus, maxStatus, body));
    }
  }
}
