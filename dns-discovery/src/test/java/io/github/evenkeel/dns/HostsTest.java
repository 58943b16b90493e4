/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class HostsTest extends DnsScene {
  private static final String A = "A orders.";
  private static final String AAAA = "AAAA orders.";

  private static DnsEndpoints.Builder orders() {
    return DnsEndpoints.hosts("orders.", 8080);
  }

  @Test
  void everyAddressIsAnEndpoint() throws Exception {
    server.answer(A, "orders. 5 IN A 10.0.0.1", "orders. 5 IN A 10.0.0.2");

    subscribe(orders());

    expect("[10.0.0.1:8080 10.0.0.2:8080]");
    assertEquals(List.of("A orders. udp"), server.questions());
  }

  @Test
  void followsAnswersThatChange() throws Exception {
    server.answer(A, "orders. 5 IN A 10.0.0.1");
    subscribe(orders());
    expect("[10.0.0.1:8080]");

    server.answer(A, "orders. 5 IN A 10.0.0.2", "orders. 5 IN A 10.0.0.1");
    ask();
    expect("[10.0.0.1:8080 10.0.0.2:8080]");
    server.answer(A, "orders. 5 IN A 10.0.0.1", "orders. 5 IN A 10.0.0.2");
    ask();
    expect();
  }

  @Test
  void asksAgainWhenTheTimeToLiveIsOver() throws Exception {
    server.answer(A, "orders. 17 IN A 10.0.0.1", "orders. 17 IN A 10.0.0.2");

    subscribe(orders());

    assertWithin(Duration.ofSeconds(17), Duration.ofMillis(18_700), answered());
  }

  @Test
  void theTimeToLiveOfAnAliasCounts() throws Exception {
    server.answer(A, "orders. 4 IN CNAME blue.", "blue. 25 IN A 10.0.0.1");

    subscribe(orders());

    assertWithin(Duration.ofSeconds(4), Duration.ofMillis(4_400), answered());
    expect("[10.0.0.1:8080]");
  }

  @Test
  void anAliasWithoutItsTargetIsFollowed() throws Exception {
    server.answer(A, "orders. 4 IN CNAME blue.");
    server.answer("A blue.", "blue. 25 IN A 10.0.0.1");

    subscribe(orders());

    assertWithin(Duration.ofSeconds(4), Duration.ofMillis(4_400), answered());
    expect("[10.0.0.1:8080]");
  }

  @Test
  void aliasesInACircleAreAnError() throws Exception {
    server.answer(A, "orders. 4 IN CNAME blue.");
    server.answer("A blue.", "blue. 4 IN CNAME orders.");

    subscribe(orders().addressFamily(AddressFamily.IPV4));

    expectError("too many aliases");
  }

  /** Docker Swarm says 600 s and changes at once; 0 would be no pause at all. */
  @Test
  void theTimeToLiveIsBounded() throws Exception {
    server.answer(A, "orders. 600 IN A 10.0.0.1");
    subscribe(orders());
    assertWithin(Duration.ofSeconds(30), Duration.ofSeconds(33), answered());

    server.answer(A, "orders. 0 IN A 10.0.0.1");
    ask();
    assertWithin(Duration.ofSeconds(1), Duration.ofMillis(1_100), answered());
  }

  @Test
  void boundsCanBeSet() throws Exception {
    server.answer(A, "orders. 600 IN A 10.0.0.1");

    subscribe(orders().refresh(Duration.ofSeconds(60), Duration.ofSeconds(60)));

    assertWithin(Duration.ofSeconds(60), Duration.ofSeconds(66), answered());
  }

  @Test
  void anAnswerThatIsTruncatedIsAskedForOverTcp() throws Exception {
    String[] records =
        IntStream.rangeClosed(1, 200)
            .mapToObj(i -> "orders. 5 IN A 10.0.1." + i)
            .toArray(String[]::new);
    server.react(
        A,
        (query, overTcp) ->
            overTcp
                ? ScriptedDnsServer.response(query, Rcode.NOERROR, List.of(records), List.of())
                : ScriptedDnsServer.truncated(query));

    subscribe(orders());

    answered();
    assertEquals(List.of("A orders. udp", "A orders. tcp"), server.questions());
    assertEquals(200, events.get(0).split(" ", -1).length);
  }

  // Failures

  /** A failure neither wipes the endpoints (trap 29) nor ends the refreshing (trap 35). */
  @Test
  void aFailureKeepsTheLastListAndIsTriedAgainWithGrowingPauses() throws Exception {
    server.answer(A, "orders. 5 IN A 10.0.0.1");
    subscribe(orders());
    expect("[10.0.0.1:8080]");

    server.answerCode(A, Rcode.SERVFAIL);
    ask();
    assertWithin(Duration.ofMillis(500), Duration.ofSeconds(1), answered());
    expectError("SERVFAIL for orders.", server.address().getPort() + "", "(1) stay in use");
    for (int seconds : new int[] {2, 4, 8, 16, 30, 30}) {
      ask();
      assertWithin(Duration.ofMillis(500L * seconds), Duration.ofSeconds(seconds), answered());
      expect();
    }

    server.answer(A, "orders. 5 IN A 10.0.0.1");
    ask();
    assertWithin(Duration.ofSeconds(5), Duration.ofMillis(5_500), answered());
    expect("recovered");
  }

  @Test
  void aServerThatDoesNotAnswerIsAFailure() throws Exception {
    server.answer(A, "orders. 5 IN A 10.0.0.1");
    subscribe(orders().timeout(Duration.ofMillis(100)));
    expect("[10.0.0.1:8080]");

    server.react(A, (query, overTcp) -> null);
    ask();
    expectError("no answer in time", "(1) stay in use");
    assertTrue(
        server.questions().size() >= 3, server.questions().toString()); // It was asked twice.
    server.answer(A, "orders. 5 IN A 10.0.0.2");
    ask();
    expect("[10.0.0.2:8080]", "recovered");
  }

  @Test
  void aServerThatIsAwayIsAFailure() throws Exception {
    server.answer(A, "orders. 5 IN A 10.0.0.1");
    subscribe(orders().timeout(Duration.ofMillis(100)));
    expect("[10.0.0.1:8080]");

    server.close();
    ask();

    expectError("Cannot resolve orders.:8080: ", "(1) stay in use");
  }

  @Test
  void anAnswerThatCannotBeReadIsAFailure() throws Exception {
    server.answer(A, "orders. 5 IN A 10.0.0.1");
    subscribe(orders());
    expect("[10.0.0.1:8080]");

    server.react(
        A,
        (query, overTcp) -> {
          byte[] garbage = ScriptedDnsServer.response(query, 0, List.of(), List.of());
          garbage[5] = 77; // So many questions.
          return garbage;
        });
    ask();
    expectError("an answer that cannot be read");
    server.react(A, (query, overTcp) -> new byte[] {1, 2, 3});
    ask();
    expect();
    server.answer(A, "orders. 5 IN A 10.0.0.1");
    ask();
    expect("recovered");
  }

  @Test
  void aRefusalIsAFailure() throws Exception {
    server.answerCode(A, Rcode.REFUSED);

    subscribe(orders());

    expectError("REFUSED for orders.", "no endpoints are known");
  }

  // Negative answers

  /** A negative answer does not wipe the endpoints at once (trap 29). */
  @Test
  void aNameThatIsGoneKeepsTheLastListUntilTheGraceIsOver() throws Exception {
    server.answer(A, "orders. 5 IN A 10.0.0.1");
    subscribe(orders());
    expect("[10.0.0.1:8080]");

    server.answerCode(A, Rcode.NXDOMAIN);
    ask();
    expectError("NXDOMAIN of type A for orders.", "headless", "(1) stay in use for 7 min");
    ask();
    expect();

    assertNotNull(grace);
    grace.task().run();
    expect("[]");
    server.answer(A, "orders. 5 IN A 10.0.0.1");
    ask();
    expect("[10.0.0.1:8080]", "recovered");
  }

  @Test
  void anAnswerWithoutRecordsIsNegative() throws Exception {
    server.answer(A);
    server.answer(AAAA);

    subscribe(orders());

    expectError("no records of type A for orders., no records of type AAAA for orders.");
  }

  @Test
  void aFailureInBetweenBeginsTheGraceAnew() throws Exception {
    server.answer(A, "orders. 5 IN A 10.0.0.1");
    subscribe(orders());
    expect("[10.0.0.1:8080]");
    server.answerCode(A, Rcode.NXDOMAIN);
    ask();
    answered();
    assertNotNull(grace);
    ManualScheduler.Planned first = grace;

    server.answerCode(A, Rcode.SERVFAIL);
    ask();
    answered();
    events.clear();
    first.task().run();

    expect();
  }

  /** A record that cannot be used freezes nothing (trap 46). */
  @Test
  void anAddressThatNobodyHasIsLeftOut() throws Exception {
    server.answer(A, "orders. 5 IN A 0.0.0.0", "orders. 5 IN A 10.0.0.1");

    subscribe(orders());

    answered();
    assertEquals("[10.0.0.1:8080]", events.get(0));
    assertTrue(events.get(1).contains("0.0.0.0 is no address to connect to"), events.toString());
    events.clear();

    server.answer(A, "orders. 5 IN A 10.0.0.1", "orders. 5 IN A 0.0.0.0");
    ask();
    expect();
  }

  // Address families

  @Test
  void ipv6IsUsedWhereThereIsNoIpv4() throws Exception {
    server.answer(A);
    server.answer(AAAA, "orders. 5 IN AAAA 2001:db8::1");

    subscribe(orders());

    expect("[[2001:db8::1]:8080]");
  }

  @Test
  void ipv6CanBePreferred() throws Exception {
    server.answer(A, "orders. 5 IN A 10.0.0.1");
    server.answer(AAAA, "orders. 5 IN AAAA 2001:db8::1");

    subscribe(orders().addressFamily(AddressFamily.PREFER_IPV6));

    expect("[[2001:db8::1]:8080]");
    assertEquals(List.of("AAAA orders. udp"), server.questions());
  }

  @Test
  void oneFamilyAloneIsAskedFor() throws Exception {
    server.answer(AAAA, "orders. 5 IN AAAA 2001:db8::1");

    subscribe(orders().addressFamily(AddressFamily.IPV4));

    expectError("NXDOMAIN");
    assertEquals(List.of("A orders. udp"), server.questions());
  }

  // Search domains

  private static DnsEndpoints.Builder searched(String name) throws Exception {
    return DnsEndpoints.hosts(name, 80)
        .search(List.of(Name.fromString("shop.local."), Name.fromString("local.")), 5)
        .addressFamily(AddressFamily.IPV4);
  }

  @Test
  void searchDomainsAreTriedInOrder() throws Exception {
    server.answer("A orders.shop.shop.local."); // Exists, but has no address.
    server.answer("A orders.shop.local.", "orders.shop.local. 5 IN A 10.0.0.1");

    subscribe(searched("orders.shop"));

    expect("[10.0.0.1:80]");
    assertEquals(
        List.of("A orders.shop.shop.local. udp", "A orders.shop.local. udp"), server.questions());
  }

  @Test
  void theErrorNamesAllThatWasAskedFor() throws Exception {
    subscribe(searched("orders"));

    expectError("orders.shop.local.", "orders.local.", "for orders.,");
  }

  @Test
  void aServerThatFailsForOneDomainDoesNotEndTheSearch() throws Exception {
    server.answerCode("A orders.shop.local.", Rcode.SERVFAIL);
    server.answer("A orders.local.", "orders.local. 5 IN A 10.0.0.1");

    subscribe(searched("orders"));

    expect("[10.0.0.1:80]");
  }

  /** Perhaps the name exists in the domain for which the server has failed. */
  @Test
  void aSearchInWhichTheServerFailsIsAFailureAndNoNegativeAnswer() throws Exception {
    server.answerCode("A orders.shop.local.", Rcode.SERVFAIL);

    subscribe(searched("orders"));

    expectError("SERVFAIL for orders.shop.local., NXDOMAIN", "the name server can be reached");
    assertNull(grace);
  }

  @Test
  void aNameWithManyDotsIsTriedByItselfFirst() throws Exception {
    server.answer("A a.b.c.d.e.f.", "a.b.c.d.e.f. 5 IN A 10.0.0.1");

    subscribe(searched("a.b.c.d.e.f"));

    expect("[10.0.0.1:80]");
    assertEquals(List.of("A a.b.c.d.e.f. udp"), server.questions());
  }

  // Closing

  @Test
  void anAnswerAfterTheCloseIsDropped() throws Exception {
    server.answer(A, "orders. 5 IN A 10.0.0.1");
    subscribe(orders());
    expect("[10.0.0.1:8080]");
    CountDownLatch closed = new CountDownLatch(1);
    server.react(
        A,
        (query, overTcp) -> {
          awaitUninterruptibly(closed);
          return ScriptedDnsServer.response(
              query, Rcode.NOERROR, List.of("orders. 5 IN A 10.0.0.2"), List.of());
        });
    ask();

    close();
    closed.countDown();
    // The server answers one question after the other.
    new SimpleResolver(server.address())
        .send(Message.newQuery(Record.newRecord(Name.fromString("other."), Type.A, DClass.IN)));

    assertNoTaskIsLeft();
    assertEquals(List.of(), events);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
