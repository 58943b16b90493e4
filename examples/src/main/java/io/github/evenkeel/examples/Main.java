/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import java.io.IOException;
import java.time.Duration;

/** The demo's command. */
public final class Main {
  private final Terminal terminal;
  private final Duration second;

  /** Makes a command whose seconds of live traffic take {@code second}. */
  Main(Terminal terminal, Duration second) {
    this.terminal = terminal;
    this.second = second;
  }

  /**
   * Runs the demo, or watches a Service of a cluster; see {@code --help}. Exits with 0 if all went
   * well, 1 if not, 2 if the command line is wrong.
   *
   * @param args the options
   */
  public static void main(String[] args) {
    System.exit(new Main(Terminal.ofProcess(), Duration.ofSeconds(1)).run(args));
  }

  /** Runs the command and returns its exit code. */
  int run(String... args) {
    try {
      CommandLine commandLine = CommandLine.parse(args);
      if (commandLine.help()) {
        terminal.out().print(CommandLine.USAGE);
      } else if (commandLine.watch().isPresent()) {
        new ClusterWatch(terminal, commandLine.watch().get()).run();
      } else {
        new Demo(terminal, second).run();
      }
      return 0;
    } catch (UsageException e) {
      terminal.error(e.getMessage() + "\nSee --help.");
      return 2;
    } catch (DemoFailedException | IOException e) {
      terminal.error(String.valueOf(e.getMessage()));
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (RuntimeException e) {
      // Not to end here would leave the threads of the pods running.
      e.printStackTrace(terminal.err());
      return 1;
    }
  }
}
