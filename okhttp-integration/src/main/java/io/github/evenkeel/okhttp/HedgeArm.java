/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.github.evenkeel.NoEndpointAvailableException;
import java.io.IOException;
import okhttp3.Interceptor.Chain;
import okhttp3.Request;
import okhttp3.Response;

/**
 * One of the two calls that race to answer a user's call. It is a clone of that, and so passes by
 * the same interceptors; on coming to ours again, it goes on from where the user's call stands.
 *
 * <p>Used by the thread that executes the arm.
 */
final class HedgeArm extends BalancedCall {
  private final HedgedRequest race;
  private final Work work;

  HedgeArm(HedgedRequest race, Work work) {
    this.race = race;
    this.work = work;
  }

  /** What an arm does once it has come to where the user's call stands. */
  @FunctionalInterface
  interface Work {
    Response proceed(Chain chain, Request request, BalancedService service, BalancedCall arm)
        throws IOException;
  }

  /** Goes on from {@code own}, the arm's chain, as the user's call would from its. */
  Response proceed(Chain own) throws IOException {
    return work.proceed(withSettingsOf(race.chain(), own), race.request(), race.service(), this);
  }

  @Override
  Attempt begin(BalancedService service, Chain chain, Request request)
      throws NoEndpointAvailableException, MisuseException {
    return race.begin(chain, request);
  }

  private static Chain withSettingsOf(Chain users, Chain own) {
    Chain settled =
        own.withConnectTimeout(users.connectTimeoutMillis(), MILLISECONDS)
            .withReadTimeout(users.readTimeoutMillis(), MILLISECONDS)
            .withWriteTimeout(users.writeTimeoutMillis(), MILLISECONDS)
            .withRetryOnConnectionFailure(users.getRetryOnConnectionFailure())
            .withDns(users.getDns())
            .withSocketFactory(users.getSocketFactory())
            .withProxy(users.getProxy())
            .withProxySelector(users.getProxySelector())
            .withProxyAuthenticator(users.getProxyAuthenticator())
            .withAuthenticator(users.getAuthenticator())
            .withCookieJar(users.getCookieJar())
            .withCache(users.getCache())
            .withHostnameVerifier(users.getHostnameVerifier());
    // To set them makes OkHttp read all trusted certificates anew, and they are seldom overridden.
    if (own.getSslSocketFactoryOrNull() != users.getSslSocketFactoryOrNull()
        || own.getX509TrustManagerOrNull() != users.getX509TrustManagerOrNull()) {
      settled =
          settled.withSslSocketFactory(
              users.getSslSocketFactoryOrNull(), users.getX509TrustManagerOrNull());
    }
    return settled.withCertificatePinner(users.getCertificatePinner());
  }
}
