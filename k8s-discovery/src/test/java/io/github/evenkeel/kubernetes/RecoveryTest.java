/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static io.github.evenkeel.kubernetes.TestSlices.ready;
import static io.github.evenkeel.kubernetes.TestSlices.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.discovery.EndpointListener;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing but close ends the watching, at whatever step of an informer's life something fails. */
class RecoveryTest {
  private static final Set<String> POD_1 = Set.of("10.0.0.1:8080");
  private static final Set<String> POD_2 = Set.of("10.0.0.2:8080");
  private static final Set<String> BOTH = Set.of("10.0.0.1:8080", "10.0.0.2:8080");

  private final VirtualTime time = new VirtualTime();
  private final RecordingListener listener = new RecordingListener();
  private final List<FakeInformer> made = new ArrayList<>();
  private final ServiceWatch<EndpointSlice> watch =
      TestWatches.orders(this::create, TestWatches.EACH_CHANGE, time);

  /** What happens instead of the next informer's creation, or to it. */
  private Supplier<FakeInformer> next = FakeInformer::new;

  private io.fabric8.kubernetes.client.informers.SharedIndexInformer<EndpointSlice> create() {
    FakeInformer informer = next.get();
    made.add(informer);
    return informer.asInformer();
  }

  private FakeInformer latest() {
    return made.get(made.size() - 1);
  }

  @AfterEach
  void close() {
    watch.close();
    assertTrue(time.isIdle(), "nothing is due any more");
  }

  static Stream<Arguments> faultsAtEachStepOfTheStart() {
    Stream<Throwable> faults =
        Stream.of(new IllegalStateException("a fault"), new AssertionError("a fault"));
    return faults.flatMap(
        fault ->
            Stream.of("create", "addEventHandler", "exceptionHandler", "start")
                .map(step -> Arguments.of(step, fault)));
  }

  // trap 45
  @ParameterizedTest
  @MethodSource("faultsAtEachStepOfTheStart")
  void whatFailsToStartIsToldOnceAndTriedAgain(String step, Throwable fault) throws Exception {
    next = () -> broken(step, fault);
    watch.subscribe(listener);
    String problem = listener.problem();
    assertTrue(problem.contains(fault + ". The Kubernetes client failed before it sent"), problem);
    time.advance(Duration.ofMinutes(10));
    listener.assertHeardNothingMore();

    next = FakeInformer::new;
    time.advance(Duration.ofSeconds(36));
    latest().lists(slice("orders-1", ready("10.0.0.1")));
    latest().beginsToWatch();
    assertEquals(POD_1, listener.endpoints());
    listener.recovery();
    assertEquals(1, made.stream().filter(informer -> !informer.stopped).count());
  }

  // trap 45
  @ParameterizedTest
  @MethodSource("faultsAtEachStepOfTheStart")
  void aReplacementThatFailsToStartIsToldOnceAndTriedAgain(String step, Throwable fault)
      throws Exception {
    watches();
    next = () -> broken(step, fault);
    latest().losesItsWatch();
    time.advance(Duration.ofMinutes(10));
    String problem = listener.problem();
    assertTrue(problem.endsWith("the last known endpoints (1) stay in use"), problem);
    listener.assertHeardNothingMore();

    next = FakeInformer::new;
    time.advance(Duration.ofSeconds(36));
    latest().lists(slice("orders-1", ready("10.0.0.2")));
    latest().beginsToWatch();
    assertEquals(POD_2, listener.endpoints());
    listener.recovery();
  }

  private static FakeInformer broken(String step, Throwable fault) {
    if (step.equals("create")) {
      throw sneaky(fault);
    }
    return new FakeInformer().withFault(step, fault);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException sneaky(Throwable fault) throws E {
    throw (E) fault;
  }

  // trap 45
  @Test
  void aStartThatFailsLaterIsTriedAgain() throws Exception {
    watch.subscribe(listener);
    latest().failsToStart(new IllegalStateException("no token"));
    listener.problem();
    FakeInformer first = latest();

    time.advance(Duration.ofSeconds(1));
    assertTrue(first.stopped);
    latest().lists(slice("orders-1", ready("10.0.0.1")));
    assertEquals(POD_1, listener.endpoints());
  }

  // trap 45
  @ParameterizedTest
  @MethodSource("faultsOfAWorkingInformer")
  void anInformerThatBreaksLaterIsReplaced(String method) throws Exception {
    FakeInformer first = watches();
    first.withFault(method, new AssertionError("a fault"));
    time.advance(WatchLoop.CHECK_INTERVAL);
    if (method.equals("getStore")) {
      first.hears(slice("orders-2", ready("10.0.0.2")));
    }
    listener.problem();

    time.advance(Duration.ofSeconds(1));
    assertNotEquals(first, latest());
    latest().lists(slice("orders-1", ready("10.0.0.2")));
    assertTrue(first.stopped);
    latest().beginsToWatch();
    assertEquals(POD_2, listener.endpoints());
    listener.recovery();
  }

  static Stream<String> faultsOfAWorkingInformer() {
    return Stream.of("isWatching", "lastSyncResourceVersion", "getStore");
  }

  @Test
  void anInformerThatBreaksBeforeItHasListedIsReplaced() throws Exception {
    watch.subscribe(listener);
    latest().withFault("isWatching", new AssertionError("a fault"));
    time.advance(WatchLoop.CHECK_INTERVAL);
    listener.problem();

    time.advance(Duration.ofSeconds(1));
    assertEquals(2, made.size());
  }

  @Test
  void anInformerThatCannotBeStoppedIsReplacedAllTheSame() throws Exception {
    FakeInformer first = watches().withFault("stop", new AssertionError("cannot stop"));
    first.losesItsWatch();
    time.advance(WatchLoop.CHECK_INTERVAL.multipliedBy(2));

    assertNotEquals(first, latest());
    latest().lists(slice("orders-1", ready("10.0.0.2")));
    assertEquals(POD_2, listener.endpoints());
  }

  @Test
  void aListThatIsStillOnItsWayWhenTheWatchFailsCounts() throws Exception {
    watch.subscribe(listener);
    FakeInformer first = latest();
    first.beginsToList();
    first.meets(new ConnectException("the watch cannot be opened"));
    listener.problem();
    first.hears(slice("orders-1", ready("10.0.0.1")));
    first.completesList();
    assertEquals(POD_1, listener.endpoints());

    time.advance(Duration.ofSeconds(1));
    latest().lists(slice("orders-1", ready("10.0.0.1")));
    first.hears(slice("orders-1", ready("10.0.0.2")));
    listener.assertHeardNothingMore();
  }

  @Test
  void anInformerThatNeitherListsNorFailsIsReplaced() throws Exception {
    watch.subscribe(listener);
    FakeInformer first = latest();
    time.advance(SignsOfLife.NEVER_OPENED);

    String problem = listener.problem();
    assertTrue(problem.contains("has neither listed nor said why not"), problem);
    time.advance(Duration.ofSeconds(1));
    assertTrue(first.stopped);
    assertNotEquals(first, latest());
  }

  @Test
  void pausesGrowAndAreStretchedAndShortenedAtRandom() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), time.environment());
    List<Long> seconds = Stream.generate(() -> backoff.next().toSeconds()).limit(7).toList();
    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L), seconds);
    backoff.reset();
    assertEquals(Duration.ofSeconds(1), backoff.next());

    assertEquals(Duration.ofMillis(800), withJitter(0).next());
    assertTrue(withJitter(-1L).next().compareTo(Duration.ofMillis(1199)) > 0);
  }

  private Backoff withJitter(long bits) {
    Environment environment = new Environment(() -> 0, time, () -> () -> bits);
    return new Backoff(Duration.ofSeconds(1), environment);
  }

  @Test
  void aListenerThatRefusesTheEndpointsIsOfferedThemAgain() throws Exception {
    FussyListener fussy = new FussyListener();
    fussy.fault = new AssertionError("not now");
    watch.subscribe(fussy);
    latest().lists(slice("orders-1", ready("10.0.0.1")));
    latest().beginsToWatch();
    time.advance(WatchLoop.CHECK_INTERVAL);
    assertEquals(List.of(), fussy.taken);

    fussy.fault = null;
    time.advance(WatchLoop.CHECK_INTERVAL);
    assertEquals(List.of(Endpoint.of("10.0.0.1:8080")), fussy.taken);
    assertEquals(1, made.size());
  }

  @Test
  void aListenerThatThrowsOnErrorsEndsNothing() {
    FussyListener fussy = new FussyListener();
    fussy.fault = new AssertionError("not now");
    watch.subscribe(fussy);
    latest().meets(new ConnectException("refused"));
    time.advance(Duration.ofSeconds(1));
    latest().lists(slice("orders-1", ready("10.0.0.1")));
    latest().beginsToWatch();

    assertEquals(2, made.size());
  }

  private static final class FussyListener implements EndpointListener {
    List<Endpoint> taken = List.of();
    @Nullable Error fault;

    @Override
    public void onEndpoints(List<Endpoint> endpoints) {
      complain();
      taken = endpoints;
    }

    @Override
    public void onError(DiscoveryException problem) {
      complain();
    }

    @Override
    public void onRecovered() {
      complain();
    }

    private void complain() {
      if (fault != null) {
        throw fault;
      }
    }
  }

  @Test
  void aSourceThatFoundNoThreadCanBeSubscribedToLater() throws Exception {
    OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
    time.fault = noThread;
    assertSame(noThread, assertThrows(OutOfMemoryError.class, () -> watch.subscribe(listener)));

    time.fault = null;
    watch.subscribe(listener);
    latest().lists(slice("orders-1", ready("10.0.0.1")));
    assertEquals(POD_1, listener.endpoints());
  }

  // trap 46
  @Test
  void aPartThatCannotBeReadIsToldOnceAndTheRestIsFollowed() throws Exception {
    watches();
    EndpointSlice broken = slice("orders-2", TestSlices.pod("x").withAddresses(List.of()).build());
    latest().hears(broken);
    latest().hears(broken);
    assertEquals(
        "Service shop/orders has parts that cannot be read, and are left out: EndpointSlice"
            + " orders-2: an endpoint without an address. Correct whatever writes its addresses",
        listener.problem());
    listener.assertHeardNothingMore();

    latest().hears(slice("orders-1", ready("10.0.0.1"), ready("10.0.0.2")));
    assertEquals(BOTH, listener.endpoints());
    listener.assertHeardNothingMore();

    latest().hearsOfDeletion(broken);
    listener.recovery();
  }

  // trap 46, trap 29
  @Test
  void ifNothingCanBeReadTheLastKnownEndpointsStay() throws Exception {
    watches();
    latest().hears(slice("orders-1", ready("pod-1")));
    listener.problem();
    listener.assertHeardNothingMore();
  }

  @Test
  void whatIsWrongWithTheServiceIsToldAgainAfterAnOutage() throws Exception {
    watches();
    latest().hears(slice("orders-1", ready("pod-1")));
    String complaint = listener.problem();
    latest().meets(new ConnectException("refused"));
    listener.problem();

    time.advance(Duration.ofSeconds(1));
    latest().lists(slice("orders-1", ready("pod-1")));
    latest().beginsToWatch();
    assertEquals(complaint, listener.problem());
    listener.assertHeardNothingMore();
  }

  @Test
  void theStatusTellsOfTheWatchTheAgeAndTheLastError() throws Exception {
    assertStatus(false, null, null);
    watch.subscribe(listener);
    time.advance(Duration.ofSeconds(5));
    assertStatus(false, null, null);

    latest().lists(slice("orders-1", ready("10.0.0.1")));
    latest().beginsToWatch();
    assertStatus(true, Duration.ZERO, null);
    time.advance(Duration.ofSeconds(30));
    assertStatus(true, Duration.ofSeconds(30), null);
    latest().getsBookmark();
    time.advance(WatchLoop.CHECK_INTERVAL);
    assertTrue(
        watch.status().age().orElseThrow().compareTo(WatchLoop.CHECK_INTERVAL) < 0,
        watch.status().toString());

    listener.endpoints();
    latest().meets(new ConnectException("refused"));
    DiscoveryException problem = listener.failure();
    time.advance(Duration.ofMillis(500));
    WatchStatus outage = watch.status();
    assertFalse(outage.isWatching());
    assertSame(problem, outage.lastError().orElseThrow());

    watch.close();
    assertFalse(watch.status().isWatching());
  }

  private void assertStatus(
      boolean watching, @Nullable Duration age, @Nullable DiscoveryException lastError) {
    WatchStatus status = watch.status();
    assertEquals(watching, status.isWatching());
    assertEquals(age, status.age().orElse(null));
    assertEquals(lastError, status.lastError().orElse(null));
  }

  private FakeInformer watches() throws InterruptedException {
    watch.subscribe(listener);
    latest().lists(slice("orders-1", ready("10.0.0.1")));
    latest().beginsToWatch();
    assertEquals(POD_1, listener.endpoints());
    return latest();
  }
}
