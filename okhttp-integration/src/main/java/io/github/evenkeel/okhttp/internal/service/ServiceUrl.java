/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.service;

import io.github.evenkeel.internal.option.Check;
import java.net.InetAddress;
import java.net.UnknownHostException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The logical address of a service: what stands in users' URLs, in the Host header, in cookies and
 * in certificates, whichever endpoint a request goes to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host as {@link HttpUrl#host()} spells it: lower case, IPv6 without brackets
 * @param port 1 to 65535
 */
public record ServiceUrl(String scheme, String host, int port) {
  private static final String BASE_URL = "an http or https base URL such as http://orders.shop";

  /** The service that {@code url} is about, balanced or not. */
  public static ServiceUrl of(HttpUrl url) {
    return new ServiceUrl(url.scheme(), url.host(), url.port());
  }

  /**
   * Reads a service's base URL as a user gives it.
   *
   * @throws IllegalArgumentException if it is not a URL, or more than scheme, host and port
   */
  public static ServiceUrl parse(String baseUrl) {
    return parse("service", baseUrl);
  }

  /**
   * Reads a base URL as a user gives it.
   *
   * @param option which one, for messages
   * @throws IllegalArgumentException if it is not a URL, or more than scheme, host and port
   */
  public static ServiceUrl parse(String option, String baseUrl) {
    Check.notNull(baseUrl, option, BASE_URL);
    HttpUrl url;
    try {
      url = HttpUrl.get(baseUrl);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          option + " must be " + BASE_URL + ", but was \"" + baseUrl + "\": " + e.getMessage(), e);
    }
    if (url.host().contains("*")) {
      throw new IllegalArgumentException(
          option
              + " must be "
              + BASE_URL
              + ", of one host and no wildcard, but was \""
              + baseUrl
              + "\"; add a service for each host, or name further hosts of one with aliases(...)");
    }
    boolean isBase =
        url.encodedPath().equals("/")
            && url.encodedQuery() == null
            && url.encodedFragment() == null
            && url.encodedUsername().isEmpty()
            && url.encodedPassword().isEmpty();
    if (!isBase) {
      throw new IllegalArgumentException(
          option
              + " must be a base URL, with a scheme, a host and perhaps a port but nothing else,"
              + " such as "
              + of(url)
              + ", but was \""
              + baseUrl
              + "\"");
    }
    return of(url);
  }

  /** Whether {@code url} is one of the service. */
  public boolean matches(HttpUrl url) {
    return port == url.port() && host.equals(url.host()) && scheme.equals(url.scheme());
  }

  /** As OkHttp tells literals from names. There are more than one would think, such as 127.1. */
  static boolean isLiteral(String host) {
    return host.contains(":") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  /** The address that the host is a literal of, or null if it is a name. */
  public @Nullable InetAddress literalAddress() {
    if (!isLiteral(host)) {
      return null;
    }
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return null; // Nor will OkHttp get any further.
    }
  }

  @Override
  public String toString() {
    HttpUrl url = new HttpUrl.Builder().scheme(scheme).host(host).port(port).build();
    String withSlash = url.toString();
    return withSlash.substring(0, withSlash.length() - 1);
  }
}
