/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.BadInput;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Scene;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaticEndpointsTest {
  private final List<List<Endpoint>> heard = new ArrayList<>();
  private final EndpointListener listener =
      new EndpointListener() {
        @Override
        public void onEndpoints(List<Endpoint> endpoints) {
          heard.add(endpoints);
        }

        @Override
        public void onError(DiscoveryException problem) {
          throw new AssertionError(problem);
        }
      };

  @Test
  void handsOverTheWholeListAtOnce() {
    StaticEndpoints source = StaticEndpoints.of("10.0.0.1:80", "10.0.0.2:80");

    source.subscribe(listener);

    assertEquals(List.of(List.of(Endpoint.of("10.0.0.1:80"), Endpoint.of("10.0.0.2:80"))), heard);
    source.close();
    source.close();
  }

  @Test
  void keepsACopyOfTheList() {
    List<Endpoint> endpoints = new ArrayList<>(Scene.endpoints(2));
    StaticEndpoints source = StaticEndpoints.of(endpoints);

    endpoints.clear();
    source.subscribe(listener);

    assertEquals(List.of(Scene.endpoints(2)), heard);
  }

  @Test
  void servesOneSubscriber() {
    StaticEndpoints source = StaticEndpoints.of("10.0.0.1:80");
    source.subscribe(listener);

    assertThrows(IllegalStateException.class, () -> source.subscribe(listener));
    assertEquals(1, heard.size());
  }

  @Test
  void refusesAnEmptyList() {
    BadInput.assertRefused(
        () -> StaticEndpoints.of(List.of()), "static endpoints must be at least 1, but were 0");
  }

  @Test
  void refusesNames() {
    BadInput.assertRefused(() -> StaticEndpoints.of("orders.shop:80"), "orders.shop:80");
  }

  private static List<Endpoint> parsed(String list) {
    List<Endpoint> endpoints = new ArrayList<>();
    StaticEndpoints.parse(list)
        .subscribe(
            new EndpointListener() {
              @Override
              public void onEndpoints(List<Endpoint> all) {
                endpoints.addAll(all);
              }

              @Override
              public void onError(DiscoveryException problem) {
                throw new AssertionError(problem);
              }
            });
    return endpoints;
  }

  @Test
  void readsAddressesAndPropertiesFromText() {
    assertEquals(
        List.of(
            Endpoint.of("10.0.0.1:8080"),
            Endpoint.builder("10.0.0.2:8080").weight(2.5).build(),
            Endpoint.builder("[2001:db8::1]:80").zone("a").node("n1").weight(0).build()),
        parsed(
            "10.0.0.1:8080, 10.0.0.2:8080;weight=2.5,\n[2001:db8::1]:80; zone=a ;node = n1;weight=0"));
  }

  @Test
  void textMayHaveCommentsAndEmptyLines() {
    assertEquals(
        List.of(Endpoint.of("10.0.0.1:80"), Endpoint.of("10.0.0.2:80")),
        parsed("# all of them, one a line\r\n\r\n10.0.0.1:80 # the first\n10.0.0.2:80,\n"));
  }

  @Test
  void textThatIsWrongIsRefusedWithItsLine() {
    BadInput.assertRefused(
        () -> parsed("10.0.0.1:80\norders:80"), "line 2: address", "\"orders:80\"");
    BadInput.assertRefused(() -> parsed("10.0.0.1:80;weight=x"), "line 1:", "weight=x", "zone=a");
    BadInput.assertRefused(() -> parsed("10.0.0.1:80;weight=-1"), "line 1: weight", "-1");
    BadInput.assertRefused(() -> parsed("10.0.0.1:80;color=red"), "must be one of", "color=red");
    BadInput.assertRefused(() -> parsed("10.0.0.1:80;zone="), "must be one of", "\"zone=\"");
    BadInput.assertRefused(() -> parsed("10.0.0.1:80;zone=a;zone=b"), "at most once", "zone=b");
    BadInput.assertRefused(() -> parsed("10.0.0.1:80 10.0.0.2:80"), "line 1: address");
    BadInput.assertRefused(
        () -> parsed("10.0.0.1:80\n\n10.0.0.1:80;weight=2"),
        "line 3:",
        "10.0.0.1:80",
        "line 1 too");
    BadInput.assertRefused(() -> parsed("# none\n"), "at least 1, but were 0");
  }
}
