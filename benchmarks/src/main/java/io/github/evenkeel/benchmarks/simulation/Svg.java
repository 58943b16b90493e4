/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.Locale;

/** Writes an SVG picture, element by element. For one thread. */
final class Svg {
  /**
   * The picture paints its own background, and turns dark with the reader's system, so that it can
   * be read on a page of either colour.
   */
  private static final String STYLE =
      """
      <style>
        text { fill: #1f2328; font: 13px system-ui, sans-serif; }
        .page { fill: #ffffff; }
        .title { font-weight: 600; font-size: 15px; }
        .middle { text-anchor: middle; }
        .end { text-anchor: end; }
        .grid { stroke: #d5d9de; }
        .mark { stroke: #1f2328; stroke-dasharray: 5 3; }
        .s0 { fill: #0969da; } .s1 { fill: #bc4c00; } .s2 { fill: #1a7f37; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .page { fill: #0d1117; }
          .grid { stroke: #343b44; }
          .mark { stroke: #e6edf3; }
          .s0 { fill: #58a6ff; } .s1 { fill: #f0883e; } .s2 { fill: #3fb950; }
        }
      </style>
      """;

  private final StringBuilder elements = new StringBuilder();
  private final double width;
  private final double height;

  Svg(double width, double height) {
    this.width = width;
    this.height = height;
  }

  void text(double x, double y, String style, String text) {
    elements.append(
        format("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>%n", x, y, style, escape(text)));
  }

  void line(double x1, double y1, double x2, double y2, String style) {
    elements.append(
        format(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>%n",
            x1, y1, x2, y2, style));
  }

  /** A shape with {@code corners} corners, or a disc if 0, which shows {@code tip} on request. */
  void dot(double x, double y, int corners, String style, String tip) {
    String title = "<title>" + escape(tip) + "</title>";
    if (corners == 0) {
      elements.append(
          format(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" class=\"%s\">%s</circle>%n",
              x, y, style, title));
      return;
    }
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * i / corners - Math.PI / 2;
      points.append(
          format("%.1f,%.1f ", x + 5.5 * StrictMath.cos(angle), y + 5.5 * StrictMath.sin(angle)));
    }
    elements.append(
        format(
            "<polygon points=\"%s\" class=\"%s\">%s</polygon>%n",
            points.toString().strip(), style, title));
  }

  /** The whole picture. */
  @Override
  public String toString() {
    return format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\""
                + " height=\"%.0f\" role=\"img\">%n",
            width, height, width, height)
        + STYLE
        + format("<rect width=\"%.0f\" height=\"%.0f\" rx=\"6\" class=\"page\"/>%n", width, height)
        + elements
        + "</svg>\n";
  }

  private static String format(String format, Object... args) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), args);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
