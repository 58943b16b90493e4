/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

/**
 * A ring, with a guide: where the points of each of equally long arcs begin. Points are spread as
 * if by chance, so a few lie in each, and a search takes the same time in rings of any size.
 */
final class Ring implements KeyTable {
  private final long[] points;
  private final int[] indexByNumber;
  private final int[] guide;
  private final int guideShift;

  Ring(long[] points, int[] indexByNumber) {
    this.points = points;
    this.indexByNumber = indexByNumber;
    int bits = Math.max(1, 31 - Integer.numberOfLeadingZeros(points.length));
    this.guideShift = Long.SIZE - bits;
    this.guide = new int[1 << bits];
    int point = 0;
    for (int arc = 0; arc < guide.length; arc++) {
      while (point < points.length && arc(points[point]) < arc) {
        point++;
      }
      guide[arc] = point;
    }
  }

  /** The arc of a hash. Hashes are signed: the ring begins with the most negative. */
  private int arc(long hash) {
    return (int) ((hash ^ Long.MIN_VALUE) >>> guideShift);
  }

  @Override
  public int owner(long hash) {
    int point = guide[arc(hash)];
    while (point < points.length && points[point] < hash) {
      point++;
    }
    // Above the last point the ring begins anew (trap 12).
    long owner = points[point == points.length ? 0 : point];
    return indexByNumber[(int) (owner & Rings.NUMBER_MASK)];
  }
}
