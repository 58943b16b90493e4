/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import java.util.concurrent.CompletionStage;

/** What a source asks again and again. */
interface Question {

  /** Asks; fails if an answer cannot be had. Does not block. */
  CompletionStage<Resolved> ask();

  /** What to do if the answer is negative. */
  String advice();
}
