/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Balances the requests of an OkHttpClient over the endpoints of a service. */
module io.github.evenkeel.okhttp {
  requires org.slf4j;
  requires transitive io.github.evenkeel.core;
  requires transitive okhttp3;
  requires static transitive org.jspecify;

  exports io.github.evenkeel.okhttp;
}
