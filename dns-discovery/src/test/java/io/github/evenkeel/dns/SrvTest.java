/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

class SrvTest extends DnsScene {
  private static final String SRV = "SRV _http._tcp.orders.";

  private static DnsEndpoints.Builder orders() {
    return DnsEndpoints.srv("_http._tcp.orders.");
  }

  private static String srv(int priority, int weight, int port, String target) {
    return "_http._tcp.orders. 20 IN SRV " + priority + " " + weight + " " + port + " " + target;
  }

  @Test
  void targetsHavePortsAndWeights() throws Exception {
    server.answer(SRV, srv(0, 10, 8080, "a."), srv(0, 30, 8081, "b."), srv(0, 0, 8082, "c."));
    server.answer("A a.", "a. 9 IN A 10.0.0.1");
    server.answer("A b.", "b. 9 IN A 10.0.0.2");
    server.answer("A c.", "c. 9 IN A 10.0.0.3");

    subscribe(orders());

    assertWithin(Duration.ofSeconds(9), Duration.ofMillis(9_900), answered());
    expect("[10.0.0.1:8080*10.0 10.0.0.2:8081*30.0 10.0.0.3:8082*0.01]");
  }

  @Test
  void addressesInTheAdditionalSectionNeedNoLookup() throws Exception {
    server.answerWith(
        List.of("a. 7 IN A 10.0.0.1", "b. 9 IN A 10.0.0.2", "else. 1 IN A 10.0.0.9"),
        SRV,
        srv(0, 50, 8080, "a."),
        srv(0, 50, 8080, "b."));

    subscribe(orders());

    assertWithin(Duration.ofSeconds(7), Duration.ofMillis(7_700), answered());
    expect("[10.0.0.1:8080 10.0.0.2:8080]");
    assertEquals(List.of("SRV _http._tcp.orders. udp"), server.questions());
  }

  /** Kubernetes writes 100/n, which would change all endpoints with each pod. */
  @Test
  void equalWeightsAreOne() throws Exception {
    server.answerWith(List.of("a. 5 IN A 10.0.0.1"), SRV, srv(0, 100, 8080, "a."));
    subscribe(orders());
    expect("[10.0.0.1:8080]");

    server.answerWith(
        List.of("a. 5 IN A 10.0.0.1", "b. 5 IN A 10.0.0.2"),
        SRV,
        srv(0, 50, 8080, "a."),
        srv(0, 50, 8080, "b."));
    ask();

    expect("[10.0.0.1:8080 10.0.0.2:8080]");
  }

  @Test
  void theAddressesOfATargetShareItsWeight() throws Exception {
    server.answer(SRV, srv(0, 10, 80, "a."), srv(0, 40, 80, "b."));
    server.answer("A a.", "a. 5 IN A 10.0.0.1");
    server.answer("A b.", "b. 5 IN A 10.0.0.2", "b. 5 IN A 10.0.0.3");

    subscribe(orders());

    expect("[10.0.0.1:80*10.0 10.0.0.2:80*20.0 10.0.0.3:80*20.0]");
  }

  @Test
  void thePreferredFamilyIsLookedUpIfOnlyTheOtherWasAdded() throws Exception {
    server.answerWith(List.of("a. 5 IN A 10.0.0.1"), SRV, srv(0, 1, 80, "a."));
    server.answer("AAAA a.", "a. 5 IN AAAA 2001:db8::1");

    subscribe(orders().addressFamily(AddressFamily.PREFER_IPV6));

    expect("[[2001:db8::1]:80]");
  }

  @Test
  void theBestPriorityThatHasAddressesIsUsed() throws Exception {
    server.answer(SRV, srv(20, 1, 80, "spare."), srv(10, 1, 80, "a."));
    server.answer("A a.", "a. 5 IN A 10.0.0.1");
    server.answer("A spare.", "spare. 5 IN A 10.0.0.9");
    subscribe(orders());
    expect("[10.0.0.1:80]");

    server.answerCode("A a.", Rcode.NXDOMAIN);
    ask();
    answered();

    assertEquals("[10.0.0.9:80]", events.get(0));
    assertTrue(events.get(1).contains("NXDOMAIN of type A for a."), events.toString());
  }

  /** A target that cannot be resolved freezes nothing and loses nothing (trap 46). */
  @Test
  void aTargetThatCannotBeResolvedKeepsItsAddressesAndTheOthersAreFollowed() throws Exception {
    server.answer(SRV, srv(0, 1, 80, "a."), srv(0, 1, 80, "b."));
    server.answer("A a.", "a. 5 IN A 10.0.0.1");
    server.answer("A b.", "b. 5 IN A 10.0.0.2");
    subscribe(orders());
    expect("[10.0.0.1:80 10.0.0.2:80]");

    server.answerCode("A a.", Rcode.SERVFAIL);
    server.answer("A b.", "b. 5 IN A 10.0.0.3");
    ask();
    answered();
    assertEquals("[10.0.0.1:80 10.0.0.3:80]", events.get(0));
    assertTrue(events.get(1).contains("SERVFAIL for a."), events.toString());
    events.clear();

    server.answer("A a.", "a. 5 IN A 10.0.0.1");
    ask();
    expect("recovered");
  }

  @Test
  void ifNoTargetCanBeResolvedTheLastListStays() throws Exception {
    server.answer(SRV, srv(0, 1, 80, "a."));
    server.answer("A a.", "a. 5 IN A 10.0.0.1");
    subscribe(orders());
    expect("[10.0.0.1:80]");

    server.answer(SRV, srv(0, 1, 80, "b."));
    server.answerCode("A b.", Rcode.SERVFAIL);
    ask();

    expectError("SERVFAIL for b.", "(1) stay in use");
  }

  @Test
  void aTargetOfADotMeansThatThereIsNoService() throws Exception {
    server.answer(SRV, srv(0, 0, 0, "."));

    subscribe(orders());

    expectError(
        "Cannot resolve SRV _http._tcp.orders.", "no such service", "_port._tcp.service.namespace");
  }

  /** One failed answer ended refreshing in another library, for SRV (trap 35). */
  @Test
  void aFailureDoesNotEndRefreshing() throws Exception {
    server.answerWith(List.of("a. 5 IN A 10.0.0.1"), SRV, srv(0, 1, 80, "a."));
    subscribe(orders());
    expect("[10.0.0.1:80]");

    server.answerCode(SRV, Rcode.SERVFAIL);
    ask();
    expectError("SERVFAIL");
    server.answerWith(List.of("a. 5 IN A 10.0.0.2"), SRV, srv(0, 1, 80, "a."));
    ask();

    expect("[10.0.0.2:80]", "recovered");
  }
}
