/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * A {@link PeakEwmaGauge} with a score: the load as of the last time that it was looked at. Since
 * then requests may have begun and those that run have aged, and it is higher; {@link
 * #beginIfLeast} looks again.
 *
 * <p>Scores fall when requests end, without locks. Whoever ends one announces the score before the
 * atomic update that makes it true, and announces another one if that fails; so the last to change
 * the state leaves its score. (A search may be raising the score meanwhile, for a state that is
 * past. Each looks afterwards at what the other writes first, and one of them lowers it again.) It
 * does so only while its request is counted on a host that has not been retired: as long as there
 * is one, the slot is not given to another host.
 */
final class ScannedPeakEwmaGauge extends PeakEwmaGauge implements ScoredGauge {
  /** Of an idle host of which nothing is known: it is to be tried before any other. */
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final ForwardDecay decay;
  private final WarmUp warmUp;
  private final Scoreboard board;
  private final int slot;
  private final Scoreboard.Page page;
  private final int place;

  ScannedPeakEwmaGauge(Decay decay, ForwardDecay forwardDecay, WarmUp warmUp, Scoreboard board) {
    super(decay, warmUp);
    this.decay = forwardDecay;
    this.warmUp = warmUp;
    this.board = board;
    this.slot = board.allot();
    this.page = board.page(slot);
    this.place = Scoreboard.place(slot);
    page.set(place, UNKNOWN);
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
  public Bid beginIfLeast(long least, long now) {
    long score = page.score(place);
    long state = running();
    long load = score(state, now);
    if (load > least) {
      if (page.compareAndSet(place, score, load) && running() != state) {
        page.lower(place, score);
      }
      return Bid.TOO_LOW;
    }
    return !isRetired(state) && compareAndSetRunning(state, state + request(now))
        ? Bid.BEGUN
        : Bid.FORESTALLED;
  }

  @Override
  void undo(long began) {
    change(-request(began), began);
  }

  @Override
  void end(long began, long now, Outcome outcome) {
    learn(began, now, outcome);
    change(-request(began), now);
  }

  private void change(long difference, long now) {
    boolean announced = false;
    while (true) {
      long state = running();
      long next = state + difference;
      long score = score(next, now);
      if (announced || !isRetired(state)) {
        page.announce(place, score);
        announced = true;
      }
      if (compareAndSetRunning(state, next)) {
        if (announced) {
          page.lower(place, score);
        }
        return;
      }
    }
  }

  long score(long state, long now) {
    if (isRetired(state)) {
      return Scoreboard.BARRED;
    }
    int count = count(state);
    long cost = cost();
    long score = UNKNOWN;
    if (cost != 0) {
      long time = warmUp.nanosSince(Decay.packedTime(cost, now));
      score = decay.number(Decay.packedValue(cost) * (1 + count), time);
    } else if (count > 0) {
      score = decay.number(UNKNOWN_NANOS * (1 + count), warmUp.nanosSince(now));
    }
    double ages = ages(state, now);
    return ages <= 0 ? score : Math.max(score, decay.number(ages, warmUp.nanosSince(now)));
  }

  private static boolean isRetired(long state) {
    return (state & RETIRED) != 0;
  }

  @Override
  void retire() {
    change(RETIRED, 0);
  }

  /** Its score is any that is not above its load; the next search corrects it. */
  @Override
  void restore() {
    long state = running();
    while (!compareAndSetRunning(state, state - RETIRED)) {
      state = running();
    }
    page.set(place, UNKNOWN);
  }

  @Override
  void release() {
    board.free(slot);
  }
}
