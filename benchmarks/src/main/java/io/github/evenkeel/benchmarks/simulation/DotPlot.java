/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A row for each algorithm and dots along a logarithmic axis. What is infinite stands at the right
 * edge. For one thread.
 */
final class DotPlot {
  private static final double WIDTH = 860;
  private static final double LEFT = 244;
  private static final double RIGHT = 800;
  private static final double TOP = 92;
  private static final double ROW = 24;

  private final String title;
  private final String axis;
  private final List<String> series = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  DotPlot(String title, String axis) {
    this.title = title;
    this.axis = axis;
  }

  /** A dot: which series it belongs to, where it stands, and what it says. */
  record Dot(int series, double value, String tip) {}

  private record Row(String label, List<Dot> dots) {}

  private record Mark(String label, double value) {}

  /** Names the next series: 0, 1, 2. */
  DotPlot series(String name) {
    series.add(name);
    return this;
  }

  /** Adds a row below those that there are. */
  DotPlot row(String label, List<Dot> dots) {
    rows.add(new Row(label, List.copyOf(dots)));
    return this;
  }

  /** Draws a line across all rows at {@code value}. */
  DotPlot mark(String label, double value) {
    marks.add(new Mark(label, value));
    return this;
  }

  /** Returns the picture. */
  String toSvg() {
    double bottom = TOP + ROW * rows.size();
    Svg svg = new Svg(WIDTH, bottom + 62);
    svg.text(16, 26, "title", title);
    drawLegend(svg);
    drawGrid(svg, bottom);
    for (int i = 0; i < rows.size(); i++) {
      double y = TOP + ROW * (i + 0.5);
      svg.line(LEFT, y, RIGHT, y, "grid");
      svg.text(LEFT - 12, y + 4.5, "end", rows.get(i).label());
      for (Dot dot : rows.get(i).dots()) {
        svg.dot(x(dot.value()), y, corners(dot.series()), "s" + dot.series(), dot.tip());
      }
    }
    svg.text((LEFT + RIGHT) / 2, bottom + 46, "middle", axis);
    return svg.toString();
  }

  private void drawLegend(Svg svg) {
    double x = LEFT;
    for (int i = 0; i < series.size(); i++) {
      svg.dot(x, 48, corners(i), "s" + i, series.get(i));
      svg.text(x + 10, 52.5, "", series.get(i));
      x += 30 + 7.5 * series.get(i).length();
    }
  }

  private void drawGrid(Svg svg, double bottom) {
    for (double tick : ticks()) {
      svg.line(x(tick), TOP, x(tick), bottom, "grid");
      svg.text(x(tick), bottom + 20, "middle", trim(tick));
    }
    if (values().anyMatch(Double::isInfinite)) {
      svg.text(RIGHT, bottom + 20, "middle", "∞");
    }
    for (Mark mark : marks) {
      svg.line(x(mark.value()), TOP - 4, x(mark.value()), bottom, "mark");
      svg.text(x(mark.value()), TOP - 9, "middle", mark.label());
    }
  }

  private DoubleStream values() {
    return DoubleStream.concat(
        rows.stream().flatMap(row -> row.dots().stream()).mapToDouble(Dot::value),
        marks.stream().mapToDouble(Mark::value));
  }

  private double lowest() {
    return values().filter(Double::isFinite).min().orElse(1) / 1.1;
  }

  private double highest() {
    return values().filter(Double::isFinite).max().orElse(10) * 1.1;
  }

  private double x(double value) {
    if (!Double.isFinite(value)) {
      return RIGHT;
    }
    double share = StrictMath.log(value / lowest()) / StrictMath.log(highest() / lowest());
    return LEFT + share * (RIGHT - 30 - LEFT);
  }

  /** 1, 2, 5, 10, …, as far as they lie within; finer if that would be too few. */
  private List<Double> ticks() {
    List<Double> coarse = ticks(1, 2, 5);
    return coarse.size() >= 3 ? coarse : ticks(1, 1.2, 1.5, 2, 3, 4, 5, 6, 8);
  }

  private List<Double> ticks(double... steps) {
    List<Double> ticks = new ArrayList<>();
    for (int exponent = -6; exponent <= 6; exponent++) {
      for (double step : steps) {
        double tick = step * StrictMath.pow(10, exponent);
        if (tick >= lowest() && tick <= highest()) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  private static int corners(int series) {
    return new int[] {0, 4, 3}[series];
  }

  private static String trim(double tick) {
    return String.format(Locale.ROOT, "%.6f", tick).replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
