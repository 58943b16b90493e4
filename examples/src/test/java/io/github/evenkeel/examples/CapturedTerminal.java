/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** A terminal that keeps what is printed. */
final class CapturedTerminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal;

  CapturedTerminal(boolean colour, boolean unicode) {
    this.terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), colour, unicode);
  }

  Terminal terminal() {
    return terminal;
  }

  String out() {
    return text(out);
  }

  String err() {
    return text(err);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
