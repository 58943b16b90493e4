/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.hedging;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.call.Attempt;
import io.github.evenkeel.okhttp.internal.call.CallState;
import io.github.evenkeel.okhttp.internal.call.ServiceCall;
import io.github.evenkeel.okhttp.internal.call.Stage;
import java.io.IOException;
import okhttp3.Interceptor.Chain;
import okhttp3.Response;

/**
 * One of the two calls that race for the response to a user's call. An arm is a clone of the user's
 * call, so it passes through the same interceptors. When the arm reaches Evenkeel's interceptor
 * again, it continues from where the user's call is.
 *
 * <p>Used by the thread that executes the arm.
 */
final class HedgeArm extends CallState {
  private final HedgedRequest race;
  private final Stage next;

  HedgeArm(HedgedRequest race, Stage next, Environment environment) {
    super(environment);
    this.race = race;
    this.next = next;
  }

  /** Continues from {@code own}, the arm's chain, as the user's call would from its own chain. */
  @Override
  public Response proceed(Chain own, Stage stages) throws IOException {
    ServiceCall users = race.users();
    return next.proceed(
        new ServiceCall(
            withSettingsOf(users.chain(), own), users.request(), this, users.followUps()));
  }

  @Override
  protected Attempt beginAmongArms(ServiceCall call, Beginning beginning) throws IOException {
    return race.begin(beginning);
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
    // Setting these makes OkHttp read all trusted certificates again, and they are seldom
    // overridden.
    if (own.getSslSocketFactoryOrNull() != users.getSslSocketFactoryOrNull()
        || own.getX509TrustManagerOrNull() != users.getX509TrustManagerOrNull()) {
      settled =
          settled.withSslSocketFactory(
              users.getSslSocketFactoryOrNull(), users.getX509TrustManagerOrNull());
    }
    return settled.withCertificatePinner(users.getCertificatePinner());
  }
}
