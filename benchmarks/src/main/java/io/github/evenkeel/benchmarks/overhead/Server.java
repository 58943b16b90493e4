/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import java.io.IOException;

/** A server on the loopback interface that gives every request the same short answer at once. */
interface Server extends AutoCloseable {
  int port();

  @Override
  void close() throws IOException;
}
