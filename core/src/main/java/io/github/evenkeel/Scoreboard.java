/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The loads of hosts side by side, so that a search for the least loaded need not look at the hosts
 * themselves. A score is never above the load that it stands for, in whatever unit the gauges of a
 * balancer agree on; it may be below it until someone looks.
 *
 * <p>Scores lie in pages that never move: a request that ends long after many updates still finds
 * its place. Slots are numbered; the lowest that is free is given first, to keep them dense.
 * Allotted and freed by one thread at a time.
 */
final class Scoreboard {
  static final int PAGE_BITS = 10;
  static final int PAGE_SIZE = 1 << PAGE_BITS;

  /** The score, or what is added to it, of a slot that is not to be picked. */
  static final long BARRED = 1L << 62;

  private final BitSet used = new BitSet();
  private Page[] pages = {};

  /** Returns a slot that nobody has; barred. */
  int allot() {
    int slot = used.nextClearBit(0);
    used.set(slot);
    if (slot >> PAGE_BITS == pages.length) {
      pages = Arrays.copyOf(pages, pages.length + 1);
      pages[pages.length - 1] = new Page();
    }
    return slot;
  }

  Page page(int slot) {
    return pages[slot >> PAGE_BITS];
  }

  /** The place of a slot in its page. */
  static int place(int slot) {
    return slot & (PAGE_SIZE - 1);
  }

  /** The slot, which is barred, is free again. It is left as it is, also when it is allotted. */
  void free(int slot) {
    used.clear(slot);
  }

  /**
   * Scores in blocks, each with a number that none of its scores is below, which spares a search
   * most blocks. Written by every thread that begins or ends a request or searches, atomically.
   *
   * <p>A score that falls takes its block's least down with it. One that rises leaves it too low,
   * and a search that comes by in vain corrects it. Whoever lowers a score looks at the least
   * afterwards, and whoever raises the least looks at the scores afterwards: so one of two that do
   * so at once sees what the other did, and the least is never left too high.
   *
   * <p>Searches read plainly, without ordering: it is a look at a moving scene either way, and what
   * was found is confirmed when the request begins.
   */
  static final class Page {
    private static final int BLOCK_BITS = 4;
    static final int BLOCK_SIZE = 1 << BLOCK_BITS;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] scores = new long[PAGE_SIZE];
    private final long[] leasts = new long[PAGE_SIZE >> BLOCK_BITS];

    private Page() {
      Arrays.fill(scores, BARRED);
      Arrays.fill(leasts, BARRED);
    }

    long score(int place) {
      return (long) LONGS.getOpaque(scores, place);
    }

    /** Adds to a score that is a count, and returns what it becomes. */
    long add(int place, long number) {
      long score = (long) LONGS.getAndAdd(scores, place, number) + number;
      if (number < 0) {
        fell(place, score);
      }
      return score;
    }

    boolean compareAndSet(int place, long expected, long score) {
      return LONGS.compareAndSet(scores, place, expected, score);
    }

    /**
     * Sets a score before an atomic update of the writer's, after which it calls {@link #lower}.
     */
    void announce(int place, long score) {
      LONGS.setRelease(scores, place, score);
    }

    void set(int place, long score) {
      LONGS.setVolatile(scores, place, score);
      fell(place, score);
    }

    /** Lowers a score that is above {@code score} for any other reason than that it is barred. */
    void lower(int place, long score) {
      long known = score(place);
      while (score < known && known < BARRED && !compareAndSet(place, known, score)) {
        known = score(place);
      }
      fell(place, score);
    }

    /** The score at {@code place} may have fallen to {@code score}. */
    private void fell(int place, long score) {
      lowerLeast(place >> BLOCK_BITS, score);
    }

    private void lowerLeast(int block, long score) {
      long known = (long) LONGS.getVolatile(leasts, block);
      while (score < known && !LONGS.compareAndSet(leasts, block, known, score)) {
        known = (long) LONGS.getVolatile(leasts, block);
      }
    }

    /** What no score before place {@code end} is below, as far as is known. */
    long least(int end) {
      int blocks = (end + BLOCK_SIZE - 1) >> BLOCK_BITS;
      long least = BARRED;
      int i = 0;
      // In pairs of pairs, which do not wait for each other.
      for (; i < blocks - 3; i += 4) {
        long four =
            Math.min(Math.min(leasts[i], leasts[i + 1]), Math.min(leasts[i + 2], leasts[i + 3]));
        least = Math.min(least, four);
      }
      for (; i < blocks; i++) {
        least = Math.min(least, leasts[i]);
      }
      return least;
    }

    /**
     * Returns the first place from {@code from} on and before {@code to} whose score is {@code
     * least} or below, or -1 if there is none.
     */
    int find(long least, int from, int to) {
      for (int place = from; place < to; ) {
        int block = place >> BLOCK_BITS;
        int end = Math.min((block + 1) << BLOCK_BITS, to);
        if (leasts[block] <= least) {
          for (; place < end; place++) {
            if (scores[place] <= least) {
              return place;
            }
          }
          correct(block);
        }
        place = end;
      }
      return -1;
    }

    private void correct(int block) {
      long known = (long) LONGS.getVolatile(leasts, block);
      long least = leastOf(block);
      if (least > known && LONGS.compareAndSet(leasts, block, known, least)) {
        lowerLeast(block, leastOf(block));
      }
    }

    private long leastOf(int block) {
      long least = Long.MAX_VALUE;
      for (int i = block << BLOCK_BITS; i < (block + 1) << BLOCK_BITS; i++) {
        least = Math.min(least, (long) LONGS.getVolatile(scores, i));
      }
      return least;
    }
  }
}
