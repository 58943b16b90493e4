/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import java.io.IOException;
import okhttp3.Response;

/** Sends a request where its URL says, as if there were no load balancer. */
public final class PassThrough implements Stage {

  @Override
  public Response proceed(ServiceCall call) throws IOException {
    if (call.state().attempt() != null) {
      ConnectionRelease.before(call);
    }
    call.state().passThrough(call);
    return call.chain().proceed(call.request());
  }
}
