/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

/** Which of a Service's TCP ports is wanted. */
sealed interface PortChoice {

  /** The only one there is, named or not. */
  record Only() implements PortChoice {}

  /** The one of this name. */
  record Named(String name) implements PortChoice {}

  /** The one that has this number on the pods. */
  record Numbered(int number) implements PortChoice {}
}
