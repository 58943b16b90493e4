/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import io.github.evenkeel.internal.host.HostStats;

/**
 * What {@link StrideScheduling} goes by: pure functions of a host's statistics, in turns of a
 * healthy host. For a host of weight w, all are divided by w.
 */
enum TurnRule {
  /** Turns and nothing else. */
  ROUND_ROBIN {
    @Override
    double load(int waiting, int streaming) {
      return 0;
    }

    @Override
    double stretch(HostStats stats, double tolerated, long now) {
      return 1;
    }
  },

  /** The fewest requests in flight first. Turns of a host that fails are longer. */
  LEAST_REQUEST {
    @Override
    double load(int waiting, int streaming) {
      return PER_REQUEST * (waiting + streaming);
    }

    @Override
    double stretch(HostStats stats, double tolerated, long now) {
      return stretched(1, stats.failureShare(now));
    }
  },

  /**
   * The fewest requests that wait for a response first. Turns of a host that fails or is slow are
   * longer.
   */
  ADAPTIVE {
    @Override
    double load(int waiting, int streaming) {
      return PER_REQUEST * waiting + delay(streaming);
    }

    @Override
    double delay(int streaming) {
      return PER_STREAM * streaming;
    }

    @Override
    double arrival(int waiting) {
      return PER_REQUEST * waiting;
    }

    @Override
    double stretch(HostStats stats, double tolerated, long now) {
      return stretched(stats.responseTime(now) / tolerated, stats.failureShare(now));
    }

    @Override
    double offset(long lastNanos, double typical) {
      return lastNanos == 0 || typical == 0
          ? 0
          : OFFSET * Math.log(Math.min(Math.max(lastNanos / typical, 1 / MOST_OFF), MOST_OFF));
    }
  };

  private static final double PER_REQUEST = 32;
  private static final double PER_STREAM = 8;
  private static final int EXPONENT = 7;
  private static final double LONGEST_IF_SLOW = 32;
  private static final double LONGEST = 1000;
  private static final double OFFSET = 1.3;
  private static final double MOST_OFF = 4;

  /**
   * How much later the next turn is because of the requests in flight.
   *
   * @param waiting requests that wait for their response
   * @param streaming requests whose response is under way, such as event streams
   */
  abstract double load(int waiting, int streaming);

  /**
   * The part of the load that delays a host's turns once rather than for as long as it lasts: the
   * host may {@linkplain Turn fall behind} by as much. So an open stream does not keep short
   * requests from its host.
   */
  double delay(int streaming) {
    return 0;
  }

  /**
   * How much longer the turns of a host are than those of a healthy one.
   *
   * @param tolerated the relative response time above which a host is slow
   * @return 1 for a healthy host, more for others
   */
  abstract double stretch(HostStats stats, double tolerated, long now);

  /**
   * How much later, or sooner if negative, the next turn of a host is because of its last response:
   * a slow one is a sign of requests of other clients. Applies to one turn and does not add up, so
   * it cannot move shares.
   *
   * @param lastNanos the last response time; 0 if there was none
   * @param typical the median of the hosts' last response times; 0 if none is known
   */
  double offset(long lastNanos, double typical) {
    return 0;
  }

  /**
   * How much later the first turn of a host that joins is because of the requests that another host
   * has in flight. Without that, a host that joins would be without load beside all others, and the
   * first for each of many clients at once.
   */
  double arrival(int waiting) {
    return 0;
  }

  /**
   * Steep, so that what differs between healthy hosts changes nothing and sick hosts get little.
   */
  private static double stretched(double slowness, double failureShare) {
    if (slowness <= 1 && failureShare == 0) {
      return 1;
    }
    double slow = Math.min(Math.pow(Math.max(slowness, 1), EXPONENT), LONGEST_IF_SLOW);
    return Math.min(slow * Math.pow(1 - failureShare, -EXPONENT), LONGEST);
  }
}
