/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client keeps for endpoints, and when it hears of them. */
class EndpointAttachmentTest {
  private static final Endpoint A = Scene.endpoint(0);
  private static final Endpoint B = Scene.endpoint(1);
  private static final Endpoint C = Scene.endpoint(2);

  /** What was called, such as {@code prepare 10.0.0.1:8080}. */
  private final List<String> calls = new ArrayList<>();

  /** Of every attachment, in the order in which they were made. */
  private final List<Kept> kept = new ArrayList<>();

  private final Set<EndpointId> refused = new HashSet<>();
  private boolean preparingTakesLong = true;
  private Runnable whenCalled = () -> {};

  private final Scene scene =
      new Scene(
          Algorithms.roundRobin(),
          new VirtualTime(),
          builder -> builder.attachments(this::attachment));

  private Kept attachment(Endpoint endpoint) {
    if (refused.contains(endpoint.id())) {
      throw new IllegalStateException("nothing can be kept for " + endpoint);
    }
    Kept made = new Kept(endpoint.id());
    kept.add(made);
    return made;
  }

  private final class Kept implements EndpointAttachment {
    final EndpointId id;
    final CompletableFuture<String> prepared = new CompletableFuture<>();

    Kept(EndpointId id) {
      this.id = id;
    }

    @Override
    public CompletionStage<?> prepare() {
      called("prepare");
      return preparingTakesLong ? prepared : CompletableFuture.completedStage("at once");
    }

    @Override
    public void drain() {
      called("drain");
    }

    @Override
    public void restore() {
      called("restore");
    }

    private void called(String what) {
      calls.add(what + " " + id);
      whenCalled.run();
    }
  }

  private void set(Endpoint... endpoints) {
    scene.balancer.setEndpoints(List.of(endpoints));
  }

  private static Endpoint inZoneB(Endpoint endpoint) {
    return Endpoint.builder(endpoint.toString()).zone("b").build();
  }

  /** Where requests go. */
  private Set<EndpointId> picked() {
    Set<EndpointId> picked = new HashSet<>();
    scene.sequential(20).keySet().forEach(endpoint -> picked.add(endpoint.id()));
    return picked;
  }

  private static Set<EndpointId> ids(Endpoint... endpoints) {
    Set<EndpointId> ids = new HashSet<>();
    for (Endpoint endpoint : endpoints) {
      ids.add(endpoint.id());
    }
    return ids;
  }

  private Kept last(Endpoint endpoint) {
    return kept.stream()
        .filter(made -> made.id.equals(endpoint.id()))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  @Test
  void isMadeOnceForAnEndpointAndKeptWhenItIsDescribedAnew() {
    set(A, B);
    set(inZoneB(A), inZoneB(B));
    set(inZoneB(B), A);

    assertEquals(2, kept.size());
    assertEquals(List.of(), calls);
    for (int i = 0; i < 4; i++) {
      Lease lease = scene.begin();
      assertSame(last(lease.endpoint()), lease.attachment(Kept.class));
    }
  }

  @Test
  void aNewPodOnAnOldAddressGetsItsOwn() { // trap 30
    Endpoint oldPod = Endpoint.builder(A.toString()).uid("old").build();
    Endpoint newPod = Endpoint.builder(A.toString()).uid("new").build();
    set(oldPod);
    Lease before = scene.begin();

    set(newPod);

    assertEquals(2, kept.size());
    assertSame(kept.get(0), before.attachment(Kept.class));
    assertSame(kept.get(1), scene.begin().attachment(Kept.class));
  }

  @Test
  void theFirstEndpointsAreNotHeldBack() {
    set(A, B, C);

    assertEquals(ids(A, B, C), picked());
    assertEquals(List.of(), calls);
  }

  @Test
  void theFirstAfterAnEmptyListAreNotHeldBackEither() {
    set(A);
    set();
    set(B, C);

    assertEquals(ids(B, C), picked());
    assertEquals(List.of("drain " + A), calls);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNewEndpointIsHeldBackUntilItsPreparationIsCompleteAlsoIfItFails(boolean fails) {
    set(A);
    set(A, B);
    assertEquals(ids(A), picked());
    assertEquals(List.of("prepare " + B), calls);

    if (fails) {
      last(B).prepared.completeExceptionally(new IllegalStateException("refused"));
    } else {
      last(B).prepared.complete("ready");
    }

    assertEquals(ids(A, B), picked());
  }

  @Test
  void anEndpointThatIsHeldBackIsNotYetAmongTheStatistics() {
    set(A);
    set(A, B);
    assertEquals(
        List.of(A),
        scene.balancer.statistics().stream().map(EndpointStatistics::endpoint).toList());

    last(B).prepared.complete("ready");

    assertEquals(
        List.of(A, B),
        scene.balancer.statistics().stream().map(EndpointStatistics::endpoint).toList());
  }

  @Test
  void anEndpointThatIsPreparedAtOnceTakesRequestsAtOnce() {
    preparingTakesLong = false;
    set(A);
    set(A, B);

    assertEquals(ids(A, B), picked());
  }

  @Test
  void eachEndpointIsHeldBackForItsOwnPreparationOnly() {
    set(A);
    set(A, B, C);
    last(C).prepared.complete("ready");
    assertEquals(ids(A, C), picked());

    last(B).prepared.complete("ready");
    assertEquals(ids(A, B, C), picked());
  }

  @Test
  void updatesMeanwhileNeitherEndNorRepeatAPreparation() {
    set(A);
    set(A, B);
    set(inZoneB(A), inZoneB(B));
    set(B, C, A);

    assertEquals(List.of("prepare " + B, "prepare " + C), calls);
    assertEquals(ids(A), picked());
    last(B).prepared.complete("ready");
    assertEquals(ids(A, B), picked());
  }

  @Test
  void theLastEndpointsAreNotHeldBack() {
    set(A);
    set(A, B, C);
    set(B, C);

    assertEquals(ids(B, C), picked());
    last(B).prepared.complete("too late to matter");
    assertEquals(ids(B, C), picked());
  }

  @Test
  void anEndpointThatIsRemovedWhileItIsPreparedGetsNothing() {
    set(A);
    set(A, B);
    set(A);
    assertEquals(List.of("prepare " + B, "drain " + B), calls);

    last(B).prepared.complete("too late");

    assertEquals(ids(A), picked());
    assertEquals(1, scene.balancer.statistics().size());
  }

  @Test
  void thePreparationOfAnEarlierLifeDoesNotCountForALaterOne() {
    set(A);
    set(A, B);
    Kept earlier = last(B);
    set(A);
    set(A, B);
    assertNotSame(earlier, last(B));

    earlier.prepared.complete("of the earlier one");

    assertEquals(ids(A), picked());
    last(B).prepared.complete("ready");
    assertEquals(ids(A, B), picked());
  }

  @Test
  void isDrainedOnlyWhenItsEndpointCanNoLongerBePicked() { // trap 21
    set(A, B, C);
    List<Set<EndpointId>> seen = new ArrayList<>();
    whenCalled = () -> seen.add(picked());

    set(B);

    assertEquals(Set.of("drain " + A, "drain " + C), new HashSet<>(calls));
    assertEquals(List.of(ids(B), ids(B)), seen);
  }

  @Test
  void isNoLongerPickedWhenTheLastEndpointIsDrained() {
    set(A);
    whenCalled =
        () ->
            assertThrows(
                NoEndpointAvailableException.class,
                () -> scene.balancer.beginRequest(RequestContext.empty()));

    set();

    assertEquals(List.of("drain " + A), calls);
  }

  @Test
  void isRestoredIfItsEndpointComesBackWhileItServes() { // trap 15
    set(A, B);
    Lease serving = scene.load(A, 1).get(0);
    Kept ofA = last(A);
    set(B);
    set(A, B);

    assertEquals(List.of("drain " + A, "restore " + A, "prepare " + A), calls);
    assertEquals(2, kept.size());
    assertEquals(ids(B), picked(), "what was drained may need to be prepared");
    ofA.prepared.complete("ready");
    assertEquals(ids(A, B), picked());
    assertEquals(1, scene.statistics(A).inFlight());
    assertSame(ofA, serving.attachment(Kept.class));
    scene.balancer.endRequest(serving, Outcome.SUCCESS);
    assertEquals(0, scene.statistics(A).inFlight());
  }

  @Test
  void whatIsInFlightOnAnEndpointThatIsPreparedAnewIsStillReported() {
    set(A, B);
    scene.load(A, 1);
    set(B);
    set(A, B);

    assertEquals(1, scene.statistics(A).inFlight());
  }

  /** It may have closed what it keeps by then. */
  @Test
  void isNotRestoredOnceTheLastRequestHasEnded() {
    set(A, B);
    Lease serving = scene.load(A, 1).get(0);
    set(B);
    scene.balancer.endRequest(serving, Outcome.SUCCESS);

    set(A, B);

    assertEquals(3, kept.size());
    assertEquals(List.of("drain " + A, "prepare " + A), calls);
  }

  @Test
  void ifNoneCanBeMadeTheUpdateFailsAndChangesNothing() {
    set(A, B);
    List<EndpointStatistics> before = scene.balancer.statistics();
    refused.add(C.id());

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> set(inZoneB(B), C, Scene.endpoint(3)));

    assertEquals("nothing can be kept for " + C, e.getMessage());
    assertEquals(before, scene.balancer.statistics());
    assertEquals(ids(A, B), picked());
    assertEquals(List.of(), calls);

    refused.clear();
    preparingTakesLong = false;
    set(inZoneB(B), C);
    assertEquals(ids(B, C), picked());
    assertEquals(List.of("prepare " + C, "drain " + A), calls);
  }

  @Test
  void whatWasMadeForAnUpdateThatFailsIsDrained() {
    set(A);
    refused.add(C.id());
    assertThrows(IllegalStateException.class, () -> set(A, B, C));

    assertEquals(List.of("drain " + B.id()), calls);
  }

  /** One that breaks holds up nothing else. */
  @Test
  void anAttachmentThatBreaksLeavesNoUpdateHalfDone() {
    preparingTakesLong = false;
    set(A, B);
    Lease running = scene.begin(RequestContext.empty().withTried(A));
    whenCalled =
        () -> {
          throw new IllegalStateException("broken");
        };
    set(C); // Drains two, prepares one.
    assertEquals(ids(C), picked());
    assertEquals(List.of("prepare " + C.id(), "drain " + A.id(), "drain " + B.id()), calls);

    set(C, B); // Restores and prepares one.
    assertEquals(ids(C, B), picked());
    scene.balancer.endRequest(running, Outcome.SUCCESS);
    assertEquals(0, scene.statistics(B).inFlight());
  }

  @Test
  void theFirstUpdateMayFailAsWell() {
    refused.add(A.id());
    assertThrows(IllegalStateException.class, () -> set(A));
    assertThrows(
        NoEndpointAvailableException.class,
        () -> scene.balancer.beginRequest(RequestContext.empty()));

    refused.clear();
    set(A);
    assertEquals(ids(A), picked());
  }

  @Test
  void requestsSeeAllOfAnUpdateOrNothing() { // trap 22
    preparingTakesLong = false;
    set(A, B);
    List<Set<EndpointId>> seen = new ArrayList<>();
    whenCalled = () -> seen.add(picked());

    set(C, Scene.endpoint(3), Scene.endpoint(4));

    Set<EndpointId> before = ids(A, B);
    Set<EndpointId> after = ids(C, Scene.endpoint(3), Scene.endpoint(4));
    assertEquals(List.of(before, before, before, after, after), seen, calls::toString);
  }

  @Test
  void aLoadBalancerWithoutAttachmentsSaysWhatToDo() {
    Lease lease = new Scene(Algorithms.random()).with(1).begin();

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> lease.attachment(Kept.class));

    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("orders"), message);
    assertTrue(message.contains("LoadBalancerBuilder.attachments"), message);
  }

  @Test
  void anAttachmentOfAnotherTypeIsRefused() {
    set(A);
    Lease lease = scene.begin();

    assertThrows(ClassCastException.class, () -> lease.attachment(Other.class));
  }

  private record Other() implements EndpointAttachment {}

  @Test
  void byDefaultThereIsNothingToPrepare() {
    Scene plain =
        new Scene(
            Algorithms.random(),
            new VirtualTime(),
            builder -> builder.attachments(endpoint -> new Other()));
    plain.with(1);
    plain.with(4);

    assertEquals(4, plain.sequential(100).size());
    plain.with(2);
    assertFalse(plain.sequential(100).containsKey(C));
  }
}
