/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.EventListener;

/** A wait between two attempts of a call. */
@FunctionalInterface
interface Pause {
  /** Waits in real time. A call that is canceled, or whose timeout strikes, does not wait on. */
  Pause REAL = Pause::untilCanceled;

  /**
   * Waits on the calling thread.
   *
   * @throws IOException if the call was canceled or the thread interrupted meanwhile
   */
  void await(Call call, Duration wait) throws IOException;

  private static void untilCanceled(Call call, Duration wait) throws IOException {
    CountDownLatch canceled = new CountDownLatch(1);
    call.addEventListener(
        new EventListener() {
          @Override
          public void canceled(Call call) {
            canceled.countDown();
          }
        });
    try {
      if (call.isCanceled() || canceled.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("Canceled");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
