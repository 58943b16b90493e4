/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Map;

/**
 * Where the demo prints. Colour and block characters only where they come out as such.
 *
 * @param out for results
 * @param err for errors
 * @param colour whether to colour by ANSI escape sequences
 * @param unicode whether block characters can be printed
 */
record Terminal(PrintStream out, PrintStream err, boolean colour, boolean unicode) {
  private static final char BLOCK = '\u2588';

  /** This process's standard streams; coloured if on a terminal and {@code NO_COLOR} is not set. */
  static Terminal ofProcess() {
    // What System.out encodes by; the first is only known to newer JDKs.
    String encoding =
        System.getProperty(
            "stdout.encoding",
            System.getProperty("native.encoding", Charset.defaultCharset().name()));
    return new Terminal(
        System.out,
        System.err,
        isTerminal() && System.getenv("NO_COLOR") == null,
        Charset.forName(encoding).newEncoder().canEncode(BLOCK));
  }

  @SuppressWarnings("SystemConsoleNull") // isTerminal is asked where there is one.
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From JDK 22 on, there may be a console without a terminal.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Prints a line that stands out. */
  void heading(String text) {
    out.println();
    out.println(coloured("1", text));
  }

  void line(String text) {
    out.println("  " + text);
  }

  /** Prints a bar for each count; {@code full} is the count whose bar has the whole width. */
  void bars(Map<String, Long> counts, long full) {
    Bars.of(counts, full, unicode ? BLOCK : '#').forEach(bar -> line(coloured("32", bar)));
  }

  /** Prints that something went well. */
  void success(String text) {
    out.println();
    out.println(coloured("1;32", text));
  }

  /** Prints an error: one sentence or two, no stack trace. */
  void error(String text) {
    out.flush();
    err.println(coloured("31", text));
  }

  private String coloured(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
