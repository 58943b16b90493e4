/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static io.github.evenkeel.kubernetes.TestSlices.notReady;
import static io.github.evenkeel.kubernetes.TestSlices.ready;
import static io.github.evenkeel.kubernetes.TestSlices.slice;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.discovery.EndpointListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a watch makes of its informers' calls, in an order that the test decides. */
class ServiceWatchTest {
  private static final Set<String> POD_1 = Set.of("10.0.0.1:8080");
  private static final Set<String> POD_2 = Set.of("10.0.0.2:8080");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Set<String> BOTH = Set.of("10.0.0.1:8080", "10.0.0.2:8080");

  private final FakeInformer first = new FakeInformer();
  private final FakeInformer second = new FakeInformer();
  private final FakeInformer third = new FakeInformer();
  private final Queue<FakeInformer> informers = new ArrayDeque<>(List.of(first, second, third));
  private final VirtualTime time = new VirtualTime();
  private final ServiceWatch<EndpointSlice> watch =
      TestWatches.orders(() -> informers.remove().asInformer(), TestWatches.EACH_CHANGE, time);
  private final RecordingListener listener = new RecordingListener();

  @AfterEach
  void close() {
    watch.close();
  }

  // trap 26, trap 22
  @Test
  void nothingIsPublishedBeforeTheFirstListIsComplete() throws Exception {
    watch.subscribe(listener);

    first.beginsToList();
    first.hears(slice("orders-1", ready("10.0.0.1")));
    first.hears(slice("orders-2", ready("10.0.0.2")));
    listener.assertHeardNothingMore();

    first.completesList();
    assertEquals(BOTH, listener.endpoints());
    listener.assertHeardNothingMore();
  }

  // trap 22
  @Test
  void aMixtureOfOldAndNewIsNotPublishedWhileItListsAnew() throws Exception {
    EndpointSlice old = slice("orders-1", ready("10.0.0.1"));
    watch.subscribe(listener);
    first.lists(old);
    assertEquals(POD_1, listener.endpoints());

    first.beginsToList();
    first.hears(slice("orders-2", ready("10.0.0.2")));
    first.hearsOfDeletion(old);
    listener.assertHeardNothingMore();

    first.completesList();
    assertEquals(POD_2, listener.endpoints());
  }

  @Test
  void aFirstListWithoutAnySliceIsExplainedInTheLog() throws Exception {
    String log =
        logOf(
            () -> {
              watch.subscribe(listener);
              first.lists();
            });

    assertEquals(Set.of(), listener.endpoints());
    assertTrue(
        log.contains(
            "Service shop/orders has no endpoints: no EndpointSlice in namespace shop has the label"
                + " kubernetes.io/service-name=orders. Check its name and its namespace. Kubernetes"
                + " writes EndpointSlices for each Service with a selector, even if no pod"
                + " matches, but none for a Service of type ExternalName."),
        log);
  }

  @Test
  void everyChangeIsPublishedAsAWholeList() throws Exception {
    EndpointSlice slice = slice("orders-1", ready("10.0.0.1"));
    EndpointSlice another = slice("orders-2", ready("10.0.0.2"));
    watch.subscribe(listener);
    first.lists(slice);
    assertEquals(POD_1, listener.endpoints());

    first.hears(another);
    assertEquals(BOTH, listener.endpoints());

    first.hears(slice("orders-1", notReady("10.0.0.1")));
    assertEquals(POD_2, listener.endpoints());

    first.hearsOfDeletion(another);
    assertEquals(Set.of(), listener.endpoints());
  }

  @Test
  void whatChangesNoEndpointIsNotPublished() throws Exception {
    watch.subscribe(listener);
    first.lists(slice("orders-1", ready("10.0.0.1"), ready("10.0.0.2")));
    assertEquals(BOTH, listener.endpoints());

    first.hears(slice("orders-2", notReady("10.0.0.3")));
    first.hears(slice("orders-1", ready("10.0.0.2"), ready("10.0.0.1")));
    listener.assertHeardNothingMore();
  }

  // trap 29
  @Test
  void aFailureLeavesTheLastKnownEndpointsInUse() throws Exception {
    watch.subscribe(listener);
    first.lists(slice("orders-1", ready("10.0.0.1"), ready("10.0.0.2")));
    first.beginsToWatch();
    assertEquals(BOTH, listener.endpoints());

    first.losesItsWatch();
    first.meets(status(500, "InternalError", "etcd is away"));

    assertEquals(
        "Cannot watch the EndpointSlices of Service shop/orders: 500 InternalError: etcd is away."
            + " Nothing to do unless it lasts; then see the log of the API server at"
            + " https://10.96.0.1/. Trying on; the last known endpoints (2) stay in use",
        listener.problem());
    listener.assertHeardNothingMore();
  }

  // trap 29
  @Test
  void anEmptyListIsPublishedOnlyWhenItIsComplete() throws Exception {
    watch.subscribe(listener);
    first.beginsToList();
    first.meets(status(503, "ServiceUnavailable", "starting"));
    listener.problem();
    time.advance(SECOND);
    second.beginsToList();
    listener.assertHeardNothingMore();

    second.completesList();
    assertEquals(Set.of(), listener.endpoints());
  }

  @Test
  void eachKindOfFailureIsToldOncePerOutage() throws Exception {
    Deque<FakeInformer> made = new ArrayDeque<>();
    ServiceWatch<EndpointSlice> persistent =
        TestWatches.orders(() -> next(made).asInformer(), TestWatches.EACH_CHANGE, time);
    persistent.subscribe(listener);
    for (int attempt = 0; attempt < 10; attempt++) {
      made.getLast().meets(new CompletionException(new ConnectException("Connection refused")));
      time.advance(Backoff.MAX);
    }
    assertEquals(
        "Cannot watch the EndpointSlices of Service shop/orders: java.net.ConnectException:"
            + " Connection refused. Check that the API server at https://10.96.0.1/ can be reached"
            + " from here: its address, DNS, network policies, proxies, certificates. Trying on; no"
            + " endpoints are known yet",
        listener.problem());
    for (int attempt = 0; attempt < 10; attempt++) {
      made.getLast().meets(status(401, "Unauthorized", "token expired"));
      time.advance(Backoff.MAX);
    }
    assertEquals(
        "Cannot watch the EndpointSlices of Service shop/orders: 401 Unauthorized: token expired."
            + " Check the credentials of the Kubernetes client: a missing or expired token, or one"
            + " of another cluster. Trying on; no endpoints are known yet",
        listener.problem());
    listener.assertHeardNothingMore();
    assertEquals(21, made.size());

    made.getLast().lists();
    made.getLast().beginsToWatch();
    assertEquals(Set.of(), listener.endpoints());
    listener.recovery();
    made.getLast().meets(status(401, "Unauthorized", "token expired"));
    listener.problem();
    persistent.close();
  }

  @Test
  void aListThatSucceedsDoesNotEndAnOutageOfTheWatch() throws Exception {
    watch.subscribe(listener);
    first.lists(slice("orders-1", ready("10.0.0.1")));
    assertEquals(POD_1, listener.endpoints());
    first.meets(status(500, "InternalError", "cannot watch"));
    listener.problem();
    time.advance(SECOND);
    second.lists(slice("orders-1", ready("10.0.0.1")));
    second.meets(status(500, "InternalError", "cannot watch"));

    listener.assertHeardNothingMore();
  }

  @Test
  void anOutageAfterWhichNothingHasChangedEndsInARecovery() throws Exception {
    watch.subscribe(listener);
    first.lists(slice("orders-1", ready("10.0.0.1")));
    first.beginsToWatch();
    assertEquals(POD_1, listener.endpoints());
    first.meets(new ConnectException("Connection reset"));
    listener.problem();

    time.advance(SECOND);
    second.lists(slice("orders-1", ready("10.0.0.1")));
    second.beginsToWatch();
    listener.recovery();
    listener.assertHeardNothingMore();
  }

  @Test
  void aPermissionThatIsMissingForLongIsNamed() throws Exception {
    Deque<FakeInformer> made = new ArrayDeque<>();
    ServiceWatch<EndpointSlice> persistent =
        TestWatches.orders(() -> next(made).asInformer(), TestWatches.EACH_CHANGE, time);
    persistent.subscribe(listener);

    made.getLast().meets(status(403, "Forbidden", "cannot list"));
    DiscoveryException early = listener.failure();
    assertFalse(early.isPermanent());
    assertEquals(
        "Cannot watch the EndpointSlices of Service shop/orders: 403 Forbidden: cannot list. That is"
            + " so for some seconds while an API server starts; if it lasts, a permission is"
            + " missing. Trying on; no endpoints are known yet",
        early.getMessage());
    for (int second = 0; second < 9; second++) {
      time.advance(SECOND);
      made.getLast().meets(status(403, "Forbidden", "cannot list"));
    }
    listener.assertHeardNothingMore();

    time.advance(SECOND);
    made.getLast().meets(status(403, "Forbidden", "cannot list"));
    DiscoveryException late = listener.failure();
    assertTrue(late.isPermanent());
    assertEquals(
        "Cannot watch the EndpointSlices of Service shop/orders: 403 Forbidden: cannot list. Grant"
            + " the client's user or service account, in namespace shop, a Role with the rule"
            + " {apiGroups: [\"discovery.k8s.io\"], resources: [\"endpointslices\"], verbs:"
            + " [\"list\", \"watch\"]}. Trying on; no endpoints are known yet",
        late.getMessage());
    persistent.close();
  }

  @Test
  void anApiServerThatDeniesAccessWhileItStartsIsNoMissingPermission() throws Exception {
    watch.subscribe(listener);
    first.meets(status(403, "Forbidden", "cannot list"));
    assertFalse(listener.failure().isPermanent());

    time.advance(SECOND);
    second.lists(slice("orders-1", ready("10.0.0.1")));
    second.beginsToWatch();
    assertEquals(POD_1, listener.endpoints());
    listener.recovery();

    time.advance(Duration.ofMinutes(1));
    second.meets(status(403, "Forbidden", "cannot list"));
    assertFalse(listener.failure().isPermanent(), "each start has its own time");
  }

  // trap 24
  @Test
  void anInformerThatCannotGetItsWatchBackIsReplaced() throws Exception {
    watch.subscribe(listener);
    first.lists(slice("orders-1", ready("10.0.0.1")));
    first.beginsToWatch();
    assertEquals(POD_1, listener.endpoints());
    time.advance(WatchLoop.CHECK_INTERVAL);
    time.advance(WatchLoop.CHECK_INTERVAL);
    assertFalse(second.started);

    first.losesItsWatch();
    time.advance(WatchLoop.CHECK_INTERVAL);
    assertFalse(second.started, "it may still come back by itself");
    time.advance(WatchLoop.CHECK_INTERVAL);
    assertTrue(second.started);
    assertFalse(first.stopped, "it may still be the first to come back");

    second.lists(slice("orders-1", ready("10.0.0.2")));
    assertTrue(first.stopped);
    assertEquals(POD_2, listener.endpoints());
    listener.assertHeardNothingMore();
  }

  @Test
  void aWatchThatComesBackByItselfIsLeftAlone() {
    watch.subscribe(listener);
    first.lists();
    first.beginsToWatch();
    for (int outage = 0; outage < 3; outage++) {
      first.losesItsWatch();
      time.advance(WatchLoop.CHECK_INTERVAL);
      first.beginsToWatch();
      time.advance(WatchLoop.CHECK_INTERVAL);
    }

    assertFalse(second.started);
  }

  @Test
  void anInformerThatIsStillOnItsWayToAFirstWatchIsLeftAlone() {
    watch.subscribe(listener);
    for (int check = 0; check < 10; check++) {
      time.advance(WatchLoop.CHECK_INTERVAL);
    }

    assertFalse(second.started);
  }

  @Test
  void aWatchWithoutASignOfLifeGetsTheTimeOfABookmark() {
    watch.subscribe(listener);
    first.lists();
    first.believesToWatch();
    for (int seconds = 10; seconds < 120; seconds += 10) {
      time.advance(WatchLoop.CHECK_INTERVAL);
    }
    assertFalse(second.started);

    time.advance(WatchLoop.CHECK_INTERVAL);
    assertTrue(second.started);
  }

  @Test
  void aWatchThatComesBackBeforeItsReplacementHasListedStays() throws Exception {
    watch.subscribe(listener);
    first.lists(slice("orders-1", ready("10.0.0.1")));
    first.beginsToWatch();
    assertEquals(POD_1, listener.endpoints());
    first.losesItsWatch();
    time.advance(WatchLoop.CHECK_INTERVAL.multipliedBy(2));
    second.meets(new ConnectException("the list is stuck"));
    listener.problem();

    first.beginsToWatch();
    time.advance(WatchLoop.CHECK_INTERVAL);
    listener.recovery();
    assertTrue(second.stopped);
    first.hears(slice("orders-1", ready("10.0.0.2")));
    assertEquals(POD_2, listener.endpoints());
    time.advance(Backoff.MAX);
    assertFalse(first.stopped);
    listener.assertHeardNothingMore();
  }

  // trap 25
  @Test
  void whatAReplacedInformerTellsLateDoesNotCount() throws Exception {
    watch.subscribe(listener);
    first.lists(slice("orders-1", ready("10.0.0.1")));
    first.beginsToWatch();
    assertEquals(POD_1, listener.endpoints());
    first.losesItsWatch();
    time.advance(WatchLoop.CHECK_INTERVAL);
    time.advance(WatchLoop.CHECK_INTERVAL);
    second.lists(slice("orders-1", ready("10.0.0.2")));
    assertEquals(POD_2, listener.endpoints());

    first.hears(slice("orders-1", ready("10.0.0.1"), ready("10.0.0.2")));
    first.lists(slice("orders-1", ready("10.0.0.1")));
    first.meets(status(500, "InternalError", "late"));
    listener.assertHeardNothingMore();
  }

  // trap 28
  @Test
  void aMissingPortIsToldOnceAndLeavesTheLastKnownEndpointsInUse() throws Exception {
    EndpointSlice renamed = portNamed("web", slice("orders-1", ready("10.0.0.2")));
    watch.subscribe(listener);
    first.lists(slice("orders-1", ready("10.0.0.1")));
    assertEquals(POD_1, listener.endpoints());

    first.hears(renamed);
    first.hears(renamed);
    assertEquals(
        "Service shop/orders has no TCP port named \"http\", but has \"web\". Give port(...) one of"
            + " these, or correct the Service",
        listener.problem());
    listener.assertHeardNothingMore();

    first.hears(slice("orders-1", ready("10.0.0.2")));
    assertEquals(POD_2, listener.endpoints());
    listener.recovery();
    first.hears(renamed);
    listener.problem();
    first.hears(slice("orders-1", ready("10.0.0.2")));
    listener.recovery();
  }

  @Test
  void aListenerThatThrowsDoesNotStopTheInformer() {
    watch.subscribe(
        new EndpointListener() {
          @Override
          public void onEndpoints(List<Endpoint> endpoints) {
            throw new IllegalStateException("a fault of the listener's");
          }

          @Override
          public void onError(DiscoveryException problem) {
            throw new IllegalStateException("a fault of the listener's");
          }
        });

    String log =
        logOf(
            () -> {
              first.lists(slice("orders-1", ready("10.0.0.1")));
              first.meets(status(500, "InternalError", "etcd is away"));
              time.advance(SECOND);
            });

    assertEquals(2, log.split("a fault of the listener's", -1).length, log);
    assertTrue(second.started);
  }

  @Test
  void aSourceServesOneSubscriber() {
    watch.subscribe(listener);

    IllegalStateException problem =
        assertThrows(IllegalStateException.class, () -> watch.subscribe(new RecordingListener()));
    assertEquals(
        "the watch of Service shop/orders has a subscriber already; build one source for each"
            + " subscriber",
        problem.getMessage());
  }

  @Test
  void aClosedSourceIsSilentAndTakesNoSubscriber() throws Exception {
    watch.subscribe(listener);
    first.lists(slice("orders-1", ready("10.0.0.1")));
    first.beginsToWatch();
    assertEquals(POD_1, listener.endpoints());

    watch.close();
    watch.close();

    assertTrue(first.stopped);
    assertTrue(time.isIdle());
    first.hears(slice("orders-1", ready("10.0.0.2")));
    first.meets(status(500, "InternalError", "late"));
    first.losesItsWatch();
    time.advance(WatchLoop.CHECK_INTERVAL);
    time.advance(WatchLoop.CHECK_INTERVAL);
    assertFalse(second.started);
    listener.assertHeardNothingMore();
    assertThrows(IllegalStateException.class, () -> watch.subscribe(new RecordingListener()));
  }

  @Test
  void aSourceThatWasNeverSubscribedToCloses() {
    watch.close();

    assertThrows(IllegalStateException.class, () -> watch.subscribe(listener));
    assertFalse(first.started);
  }

  private static FakeInformer next(Deque<FakeInformer> made) {
    made.add(new FakeInformer());
    return made.getLast();
  }

  private static String logOf(Runnable action) {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(before);
    }
    return log.toString(UTF_8);
  }

  private static EndpointSlice portNamed(String name, EndpointSlice slice) {
    return slice.edit().editPort(0).withName(name).endPort().build();
  }

  private static KubernetesClientException status(int code, String reason, String message) {
    Status status =
        new StatusBuilder().withCode(code).withReason(reason).withMessage(message).build();
    return new KubernetesClientException(status);
  }
}
