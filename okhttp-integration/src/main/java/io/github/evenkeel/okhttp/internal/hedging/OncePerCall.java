/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.hedging;

import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.call.CallState;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Runs a user's interceptor for the user's call, but not for the {@link HedgeArm}s that the call is
 * split into later. Otherwise the interceptor would count, sign or limit one request three times.
 */
public final class OncePerCall implements Interceptor {
  private final Interceptor users;
  private final Environment environment;

  /** Wraps {@code users}, which is a user's interceptor. */
  public OncePerCall(Interceptor users, Environment environment) {
    this.users = users;
    this.environment = environment;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    // Also creates the state of the call, which records when the call began.
    return CallState.of(chain.call(), environment) instanceof HedgeArm
        ? chain.proceed(chain.request())
        : users.intercept(chain);
  }

  @Override
  public String toString() {
    return users.toString();
  }
}
