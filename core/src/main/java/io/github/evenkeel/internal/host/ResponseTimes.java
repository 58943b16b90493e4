/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.host;

/**
 * An average of a host's response times, as an algorithm wants it.
 *
 * <p>Written by threads whose request gets its response, and read by any. Two that write at once
 * may lose one of the samples.
 */
public interface ResponseTimes {

  /** Of an algorithm that does not look at them. */
  ResponseTimes NONE =
      new ResponseTimes() {
        @Override
        public void add(long nanos, long now) {}

        @Override
        public double at(long now) {
          return 0;
        }
      };

  /** A request got its response after {@code nanos}. */
  void add(long nanos, long now);

  /** The average at {@code now}, in the unit of the algorithm; 0 if nothing is known. */
  double at(long now);
}
