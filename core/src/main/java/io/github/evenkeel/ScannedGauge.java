/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/** Counts requests in flight on a {@link Scoreboard}. The score is the count. */
final class ScannedGauge extends InFlightGauge implements ScoredGauge {
  private final Scoreboard board;
  private final int slot;
  private final Scoreboard.Page page;
  private final int place;

  ScannedGauge(Scoreboard board) {
    this.board = board;
    this.slot = board.allot();
    this.page = board.page(slot);
    this.place = Scoreboard.place(slot);
    restore();
  }

  @Override
  public int slot() {
    return slot;
  }

  @Override
  public Scoreboard.Page page() {
    return page;
  }

  @Override
  void begin(long now) {
    page.add(place, 1);
  }

  @Override
  public Bid beginIfLeast(long least, long now) {
    return page.compareAndSet(place, least, least + 1) ? Bid.BEGUN : Bid.FORESTALLED;
  }

  @Override
  void undo(long began) {
    page.add(place, -1);
  }

  @Override
  void end(long began, long now, Outcome outcome) {
    undo(began);
    if (outcome != Outcome.CANCELED) {
      answered(outcome.isFailure(), now);
    }
  }

  @Override
  int inFlight() {
    return (int) (page.score(place) & (Scoreboard.BARRED - 1));
  }

  @Override
  void retire() {
    page.add(place, Scoreboard.BARRED);
  }

  @Override
  void restore() {
    page.add(place, -Scoreboard.BARRED);
  }

  /**
   * The count goes on from what it is: a request that was picked for the former host just before
   * may still count itself in, and will count itself out.
   */
  @Override
  void release() {
    board.free(slot);
  }
}
