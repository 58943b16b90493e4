/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

/** The main class of an executable jar: prints the status of a request, or why there is none. */
public final class BootProgram {
  private BootProgram() {}

  public static void main(String[] args) throws Exception {
    try {
      System.out.println("status " + new BalancedRequest().call());
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
  }
}
