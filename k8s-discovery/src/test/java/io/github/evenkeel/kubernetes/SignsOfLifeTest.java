/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static io.github.evenkeel.kubernetes.SignsOfLife.Verdict.LOST;
import static io.github.evenkeel.kubernetes.SignsOfLife.Verdict.WAITING;
import static io.github.evenkeel.kubernetes.SignsOfLife.Verdict.WATCHING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a watch counts as lost. */
class SignsOfLifeTest {
  private final SignsOfLife signs = new SignsOfLife(0);
  private @Nullable String version;
  private int seconds;

  @Test
  void aWatchThatHadBookmarksIsLostWhenThreeAreMissing() {
    beginsToWatch();
    getsBookmark();
    assertEquals(WATCHING, lookAfter(0));
    for (int waited = 10; waited < 180; waited += 10) {
      assertEquals(WATCHING, lookAfter(10));
    }
    assertEquals(LOST, lookAfter(10));
  }

  @Test
  void aWatchWithBookmarksGoesOnForever() {
    beginsToWatch();
    for (int minute = 0; minute < 60; minute++) {
      getsBookmark();
      assertEquals(WATCHING, lookAfter(60));
    }
  }

  @Test
  void aBookmarkThatSaysNothingNewCounts() {
    beginsToWatch();
    for (int minute = 0; minute < 60; minute++) {
      version = sameAgain(version);
      assertEquals(WATCHING, lookAfter(60));
    }
    for (int waited = 10; waited < 180; waited += 10) {
      assertEquals(WATCHING, lookAfter(10));
    }
    assertEquals(LOST, lookAfter(10));
  }

  @Test
  void aServerThatSendsNoBookmarksIsTrusted() {
    beginsToWatch();
    hearsOfChange();
    for (int minute = 0; minute < 60; minute++) {
      assertEquals(WATCHING, lookAfter(60));
    }
  }

  @Test
  void changesAreSignsOfLife() {
    beginsToWatch();
    getsBookmark();
    for (int minute = 0; minute < 60; minute++) {
      hearsOfChange();
      assertEquals(WATCHING, lookAfter(60));
    }
  }

  @Test
  void aBrokenWatchHasTheTimeToComeBack() {
    beginsToWatch();
    assertEquals(WAITING, lookWithoutWatchAfter(10));
    assertEquals(WATCHING, lookAfter(10));
    assertEquals(WAITING, lookWithoutWatchAfter(10));
    assertEquals(LOST, lookWithoutWatchAfter(10));
  }

  @Test
  void aFirstWatchHasTheTimeOfTwoBookmarks() {
    assertEquals(WAITING, lookWithoutWatchAfter(119));
    assertEquals(LOST, lookWithoutWatchAfter(1));
  }

  private void beginsToWatch() {
    hearsOfChange(); // Its first list.
    assertEquals(WATCHING, lookAfter(0));
  }

  private void hearsOfChange() {
    version = sameAgain(version + "0");
    signs.heard(now());
  }

  private void getsBookmark() {
    version = version + "1";
  }

  /** The same version, parsed anew. */
  @SuppressWarnings("StringOperationCanBeSimplified")
  private static String sameAgain(@Nullable String version) {
    return new String(String.valueOf(version));
  }

  private SignsOfLife.Verdict lookAfter(int later) {
    seconds += later;
    return signs.look(/* watching= */ true, version, now());
  }

  private SignsOfLife.Verdict lookWithoutWatchAfter(int later) {
    seconds += later;
    return signs.look(/* watching= */ false, version, now());
  }

  private long now() {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
