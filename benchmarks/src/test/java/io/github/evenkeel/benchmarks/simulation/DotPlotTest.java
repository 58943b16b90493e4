/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class DotPlotTest {

  @Test
  void dotsStandInTheOrderOfTheirValuesAndTheInfiniteAtTheEdge() throws Exception {
    NodeList circles = parse(plot()).getElementsByTagName("circle");
    // The first is the legend's.
    double small = x(circles, 1);
    double large = x(circles, 2);
    double infinite = x(circles, 3);
    assertTrue(small < large && large < infinite, small + ", " + large + ", " + infinite);
  }

  @Test
  void whatIsWrittenIsEscaped() throws Exception {
    Document document = parse(plot());
    assertEquals("1 < 2 & 3", document.getElementsByTagName("text").item(0).getTextContent());
  }

  private static String plot() {
    return new DotPlot("1 < 2 & 3", "axis")
        .series("series")
        .mark("limit", 1.5)
        .row(
            "row",
            List.of(
                new DotPlot.Dot(0, 1, "small"),
                new DotPlot.Dot(0, 2000, "large"),
                new DotPlot.Dot(0, Double.POSITIVE_INFINITY, "infinite")))
        .toSvg();
  }

  private static double x(NodeList circles, int index) {
    return Double.parseDouble(((Element) circles.item(index)).getAttribute("cx"));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
