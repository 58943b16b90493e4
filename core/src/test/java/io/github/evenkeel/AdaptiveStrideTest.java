/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The default keeps healthy endpoints equally busy and leaves sick ones. */
class AdaptiveStrideTest {
  private static final Duration RESPONSE = Duration.ofMillis(5);

  private final VirtualTime time = new VirtualTime(1_000_000_007);

  private LoadBalancer loadBalancer(long seed) {
    return builder(seed).build();
  }

  private LoadBalancerBuilder builder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new LoadBalancerBuilder("orders").nanoClock(time).scheduler(time).random(() -> random);
  }

  private static LoadBalancer over(List<Endpoint> endpoints, LoadBalancer loadBalancer) {
    loadBalancer.setEndpoints(endpoints);
    return loadBalancer;
  }

  private static Lease begin(LoadBalancer loadBalancer) {
    try {
      return loadBalancer.beginRequest(RequestContext.empty());
    } catch (NoEndpointAvailableException | QueueFullException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends one request that takes {@code response}, and returns its endpoint. */
  private Endpoint send(LoadBalancer loadBalancer, Duration response, Outcome outcome) {
    Lease lease = begin(loadBalancer);
    time.advance(response);
    loadBalancer.endRequest(lease, outcome);
    return lease.endpoint();
  }

  /** Sends requests one after the other that take what {@code millis} says of their endpoint. */
  private int[] sequential(
      LoadBalancer loadBalancer,
      List<Endpoint> endpoints,
      int requests,
      DoubleUnaryOperator millis) {
    int[] counts = new int[endpoints.size()];
    for (int i = 0; i < requests; i++) {
      Lease lease = begin(loadBalancer);
      int index = endpoints.indexOf(lease.endpoint());
      counts[index]++;
      time.advance(Duration.ofNanos((long) (1e6 * millis.applyAsDouble(index))));
      loadBalancer.endRequest(lease, Outcome.SUCCESS);
    }
    return counts;
  }

  private static double max(int[] counts) {
    return Arrays.stream(counts).max().orElseThrow()
        / Arrays.stream(counts).average().orElseThrow();
  }

  private static double share(int[] counts, int index) {
    return (double) counts[index] / Arrays.stream(counts).sum();
  }

  // Evenness.

  /** A jitter is the deviation of a lognormal distribution. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void aSequentialClientIsEvenInEveryWindowFromItsFirstRequestOn(double jitter) {
    Seeds.check(
        30,
        random -> {
          List<Endpoint> pods = Scene.endpoints(4);
          LoadBalancer loadBalancer = over(pods, loadBalancer(random.nextLong()));
          java.util.Random gaussian = new java.util.Random(random.nextLong());
          List<Integer> picked = new ArrayList<>();
          int[] window = new int[4];
          for (int i = 0; i < 3_000; i++) {
            double factor = Math.exp(jitter * gaussian.nextGaussian());
            Duration response = Duration.ofNanos((long) (RESPONSE.toNanos() * factor));
            int pod = pods.indexOf(send(loadBalancer, response, Outcome.SUCCESS));
            picked.add(pod);
            window[pod]++;
            if (i >= 100) {
              window[picked.get(i - 100)]--;
            }
            if (i >= 99) {
              for (int count : window) {
                assertTrue(20 <= count && count <= 30, i + ": " + Arrays.toString(window));
              }
            }
          }
        });
  }

  @Test
  void aRequestThatTakesTwentyTimesAsLongNowAndThenMovesNoShares() {
    List<Endpoint> pods = Scene.endpoints(4);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    SplittableRandom random = new SplittableRandom(2);
    int[] counts = sequential(loadBalancer, pods, 4_000, pod -> random.nextInt(50) == 0 ? 100 : 5);
    assertTrue(max(counts) <= 1.03, Arrays.toString(counts));
  }

  @Test
  void aFirstResponseThatIncludesTheConnectMakesNoPodLookSlow() {
    List<Endpoint> pods = Scene.endpoints(4);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    boolean[] connected = new boolean[4];
    double[] connect = {200, 50, 20, 10};
    int[] counts =
        sequential(
            loadBalancer,
            pods,
            100,
            pod -> {
              boolean first = !connected[(int) pod];
              connected[(int) pod] = true;
              return 5 + (first ? connect[(int) pod] : 0);
            });
    for (int count : counts) {
      assertEquals(25, count, 3, Arrays.toString(counts));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.25})
  void lastingDifferencesBetweenHealthyPodsMoveNoShares(double difference) {
    List<Endpoint> pods = Scene.endpoints(10);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    int[] counts =
        sequential(
            loadBalancer, pods, 10_000, pod -> 5 * (1 - difference + 2 * difference * pod / 9));
    assertTrue(max(counts) <= 1.01, Arrays.toString(counts));
  }

  @Test
  void nearerPodsGetNoMoreThanTheirShare() {
    List<Endpoint> pods = Scene.endpoints(10);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    int[] counts = sequential(loadBalancer, pods, 10_000, pod -> pod < 3 ? 2.2 : 3);
    assertTrue(max(counts) <= 1.01, Arrays.toString(counts));
  }

  @Test
  void fewestRequestsInFlightGoFirst() {
    List<Endpoint> pods = Scene.endpoints(3);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    List<Lease> leases = new ArrayList<>();
    for (int round = 1; round <= 5; round++) {
      for (int i = 0; i < 3; i++) {
        leases.add(begin(loadBalancer));
      }
      for (EndpointStatistics statistics : loadBalancer.statistics()) {
        assertEquals(round, statistics.inFlight());
      }
    }
    Lease first = leases.get(0);
    loadBalancer.endRequest(first, Outcome.SUCCESS);
    assertEquals(first.endpoint(), begin(loadBalancer).endpoint());
  }

  // Sick endpoints.

  /** Trap 6: the load that a newcomer is taken to have is that of others, and ends with theirs. */
  @Test
  void aPodThatJoinsDuringAPeakGetsItsShareOnceThePeakIsOver() {
    Scene scene = new Scene(Algorithms.adaptiveStride()).with(4);
    List<Lease> peak = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      peak.add(scene.begin());
    }
    scene.with(5);
    peak.forEach(lease -> scene.balancer.endRequest(lease, Outcome.SUCCESS));

    Map<Endpoint, Integer> after = scene.sequential(100);

    int share = after.getOrDefault(Scene.endpoint(4), 0);
    assertTrue(share >= 18 && share <= 22, () -> "got " + share + " of 100: " + after);
  }

  @Test
  void aSlowPodGetsLittleAndItsShareSoonAfterItHasRecovered() {
    List<Endpoint> pods = Scene.endpoints(10);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    sequential(loadBalancer, pods, 2_000, pod -> pod == 0 ? 50 : 5);
    int[] slow = sequential(loadBalancer, pods, 5_000, pod -> pod == 0 ? 50 : 5);
    assertTrue(share(slow, 0) < 0.01, Arrays.toString(slow));

    sequential(loadBalancer, pods, 12_000, pod -> 5); // One minute.
    int[] recovered = sequential(loadBalancer, pods, 1_000, pod -> 5);
    assertEquals(0.1, share(recovered, 0), 0.01, Arrays.toString(recovered));
  }

  @Test
  void aClientWithFewRequestsTriesASlowPodAgainInBoundedTime() {
    List<Endpoint> pods = Scene.endpoints(10);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    sequential(loadBalancer, pods, 2_000, pod -> pod == 0 ? 100 : 5);
    int[] slow = sequential(loadBalancer, pods, 1_000, pod -> pod == 0 ? 100 : 5);
    assertTrue(share(slow, 0) < 0.01, Arrays.toString(slow));
    // From here on 0.2 requests a second.
    Duration untilTried = Duration.ZERO;
    while (!send(loadBalancer, RESPONSE, Outcome.SUCCESS).equals(pods.get(0))) {
      time.advance(Duration.ofSeconds(5));
      untilTried = untilTried.plusSeconds(5);
      assertTrue(untilTried.compareTo(Duration.ofMinutes(6)) < 0, untilTried.toString());
    }
  }

  @Test
  void aPodThatFailsFastAttractsNothing() {
    // trap 1
    List<Endpoint> pods = Scene.endpoints(10);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    int failures = 0;
    for (int i = 0; i < 10_000; i++) {
      Lease lease = begin(loadBalancer);
      boolean fails = lease.endpoint().equals(pods.get(3));
      failures += fails ? 1 : 0;
      time.advance(fails ? Duration.ofNanos(50_000) : RESPONSE);
      loadBalancer.endRequest(lease, fails ? Outcome.CONNECT_FAILURE : Outcome.SUCCESS);
    }
    assertTrue(failures < 50, failures + " failed");
  }

  @Test
  void aPodThatFailedIsTriedAgainHoweverFewRequestsThereAre() {
    List<Endpoint> pods = Scene.endpoints(4);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    for (int i = 0; i < 100; i++) {
      Lease lease = begin(loadBalancer);
      time.advance(RESPONSE);
      loadBalancer.endRequest(
          lease, lease.endpoint().equals(pods.get(0)) ? Outcome.SERVER_ERROR : Outcome.SUCCESS);
    }
    int requests = 0;
    do {
      time.advance(Duration.ofSeconds(5));
      requests++;
      assertTrue(requests < 40, "not tried in " + requests + " requests");
    } while (!send(loadBalancer, RESPONSE, Outcome.SUCCESS).equals(pods.get(0)));
  }

  @Test
  void aPodThatHangsGetsNoMoreWhileItsRequestsRun() {
    // trap 4
    List<Endpoint> pods = Scene.endpoints(4);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    List<Lease> hanging = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Lease lease = begin(loadBalancer);
      if (lease.endpoint().equals(pods.get(0))) {
        hanging.add(lease);
      } else {
        time.advance(RESPONSE);
        loadBalancer.endRequest(lease, Outcome.SUCCESS);
      }
    }
    assertEquals(1, hanging.size());
    hanging.forEach(lease -> loadBalancer.endRequest(lease, Outcome.TIMEOUT));
  }

  @Test
  void aPodThatWasLeftOutForLongGetsNoBurstWhenItIsBack() {
    List<Endpoint> pods = Scene.endpoints(4);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    Lease hanging = begin(loadBalancer);
    sequential(loadBalancer, pods, 1_000, pod -> 5);
    loadBalancer.endRequest(hanging, Outcome.CANCELED);
    int inARow = 0;
    int most = 0;
    for (int i = 0; i < 100; i++) {
      boolean same = send(loadBalancer, RESPONSE, Outcome.SUCCESS).equals(hanging.endpoint());
      inARow = same ? inARow + 1 : 0;
      most = Math.max(most, inARow);
    }
    assertTrue(1 <= most && most <= 6, most + " in a row");
  }

  /** Callers that each send the next request when the last has ended. */
  private int[] closedLoop(
      LoadBalancer loadBalancer,
      List<Endpoint> pods,
      int callers,
      int requests,
      java.util.function.IntPredicate fails) {
    record Running(long end, Lease lease, Outcome outcome) {}
    java.util.PriorityQueue<Running> running =
        new java.util.PriorityQueue<>(
            java.util.Comparator.comparingLong(each -> each.end() - time.getAsLong()));
    int[] inFlight = new int[pods.size()];
    int[] counts = new int[pods.size()];
    for (int i = 0; i < requests; i++) {
      if (running.size() == callers) {
        Running next = running.remove();
        time.advance(Duration.ofNanos(Math.max(next.end() - time.getAsLong(), 0)));
        inFlight[pods.indexOf(next.lease().endpoint())]--;
        loadBalancer.endRequest(next.lease(), next.outcome());
      }
      Lease lease = begin(loadBalancer);
      int pod = pods.indexOf(lease.endpoint());
      counts[pod]++;
      // Three workers each.
      long nanos = fails.test(pod) ? 50_000 : RESPONSE.toNanos() * (1 + inFlight[pod] / 3);
      inFlight[pod]++;
      Outcome outcome = fails.test(pod) ? Outcome.CONNECT_FAILURE : Outcome.SUCCESS;
      running.add(new Running(time.getAsLong() + nanos, lease, outcome));
    }
    running.forEach(each -> loadBalancer.endRequest(each.lease(), each.outcome()));
    return counts;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10})
  void aPodThatFailsFastAttractsNothingFromPodsThatAreBusy(int count) {
    List<Endpoint> pods = Scene.endpoints(count);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    int[] counts = closedLoop(loadBalancer, pods, 8 * count, 20_000, pod -> pod == 0);
    assertTrue(share(counts, 0) < 0.01, Arrays.toString(counts));
  }

  @Test
  void aPodThatFailedUnderHighConcurrencyIsTriedAgainSoon() {
    List<Endpoint> pods = Scene.endpoints(4);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    closedLoop(loadBalancer, pods, 400, 20_000, pod -> pod == 0);
    time.advance(Duration.ofMinutes(2));
    int[] counts = sequential(loadBalancer, pods, 400, pod -> 5);
    assertTrue(share(counts, 0) > 0.15, Arrays.toString(counts));
  }

  @Test
  void afterAnOutageOfAllPodsNoneOfThemIsLeftOut() {
    // trap 39
    List<Endpoint> pods = Scene.endpoints(4);
    LoadBalancer loadBalancer = over(pods.subList(0, 3), loadBalancer(1));
    closedLoop(loadBalancer, pods, 20, 10_000, pod -> true);
    loadBalancer.setEndpoints(pods);
    time.advance(Duration.ofMinutes(2));
    int[] counts = sequential(loadBalancer, pods, 400, pod -> 5);
    for (int pod = 0; pod < 4; pod++) {
      assertTrue(share(counts, pod) > 0.15, Arrays.toString(counts));
    }
  }

  @Test
  void afterAllPodsWereSlowNoneOfThemIsLeftOut() {
    Seeds.check(
        20,
        random -> {
          List<Endpoint> pods = Scene.endpoints(4);
          LoadBalancer loadBalancer = over(pods, loadBalancer(random.nextLong()));
          java.util.Random gaussian = new java.util.Random(random.nextLong());
          sequential(loadBalancer, pods, 400, pod -> 5);
          sequential(
              loadBalancer, pods, 200, pod -> 5_000 * Math.exp(0.5 * gaussian.nextGaussian()));
          sequential(loadBalancer, pods, 100, pod -> 5);
          int[] counts = sequential(loadBalancer, pods, 200, pod -> 5);
          for (int pod = 0; pod < 4; pod++) {
            assertEquals(0.25, share(counts, pod), 0.05, Arrays.toString(counts));
          }
        });
  }

  /** As on a busy machine: response times that say nothing about the pods. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1})
  void noiseDoesNotKeepAPodFromRequests(double outliers) {
    Seeds.check(
        20,
        random -> {
          List<Endpoint> pods = Scene.endpoints(4);
          LoadBalancer loadBalancer = over(pods, loadBalancer(random.nextLong()));
          for (int window = 0; window < 30; window++) {
            int[] counts =
                sequential(loadBalancer, pods, 100, pod -> random.nextDouble() < outliers ? 50 : 5);
            for (int pod = 0; pod < 4; pod++) {
              assertEquals(0.25, share(counts, pod), 0.1, window + ": " + Arrays.toString(counts));
            }
          }
        });
  }

  @Test
  void aMillisecondMoreIsNoReasonToLeaveAFastPod() {
    List<Endpoint> pods = Scene.endpoints(4);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    int[] counts = sequential(loadBalancer, pods, 4_000, pod -> pod < 2 ? 0.7 : 1.5);
    assertTrue(max(counts) <= 1.01, Arrays.toString(counts));
  }

  // Streams (trap 31).

  /** Fifteen other requests are always in flight, or none. */
  @ParameterizedTest
  @ValueSource(ints = {0, 15})
  void openStreamsDoNotChangeTheShareOfShortRequests(int others) {
    for (int streams : new int[] {1, 10, 30}) {
      List<Endpoint> pods = Scene.endpoints(3);
      LoadBalancer loadBalancer = over(pods, loadBalancer(streams));
      for (int open = 0; open < streams; ) {
        Lease lease = begin(loadBalancer);
        if (lease.endpoint().equals(pods.get(0))) {
          time.advance(RESPONSE);
          lease.responded(Outcome.SUCCESS);
          open++;
        } else {
          loadBalancer.endRequest(lease, Outcome.CANCELED);
        }
      }
      Deque<Lease> running = new ArrayDeque<>();
      int[] counts = new int[3];
      for (int i = 0; i < 27_000; i++) {
        Lease lease = begin(loadBalancer);
        counts[pods.indexOf(lease.endpoint())]++;
        running.add(lease);
        time.advance(Duration.ofMillis(1));
        while (running.size() > others) {
          loadBalancer.endRequest(running.remove(), Outcome.SUCCESS);
        }
      }
      assertEquals(1.0 / 3, share(counts, 0), 0.033, streams + ": " + Arrays.toString(counts));
    }
  }

  @Test
  void aRequestThatNeverEndsKeepsItsPodFromNothingElseUnderConcurrency() {
    List<Endpoint> pods = Scene.endpoints(3);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    Lease neverEnds = begin(loadBalancer);
    Deque<Lease> running = new ArrayDeque<>();
    int[] counts = new int[3];
    for (int i = 0; i < 27_000; i++) {
      Lease lease = begin(loadBalancer);
      counts[pods.indexOf(lease.endpoint())]++;
      running.add(lease);
      time.advance(Duration.ofMillis(1));
      if (running.size() > 15) {
        loadBalancer.endRequest(running.remove(), Outcome.SUCCESS);
      }
    }
    assertTrue(share(counts, pods.indexOf(neverEnds.endpoint())) > 0.25, Arrays.toString(counts));
  }

  @Test
  void sessionsSpreadOverAPodThatJoinsLate() {
    List<Endpoint> pods = Scene.endpoints(3);
    LoadBalancer loadBalancer = over(pods.subList(0, 2), loadBalancer(1));
    int[] open = new int[3];
    for (int i = 0; i < 300; i++) {
      if (i == 100) {
        loadBalancer.setEndpoints(pods);
      }
      Lease lease = begin(loadBalancer);
      time.advance(RESPONSE);
      lease.responded(Outcome.SUCCESS);
      open[pods.indexOf(lease.endpoint())]++;
    }
    for (int sessions : open) {
      assertEquals(100, sessions, 10, Arrays.toString(open));
    }
  }

  // Weights.

  private static List<Endpoint> weighted(int count, ToDoubleFunction<Integer> weight) {
    return IntStream.range(0, count)
        .mapToObj(i -> Scene.weighted(Scene.endpoint(i), weight.applyAsDouble(i)))
        .toList();
  }

  @Test
  void weightsHoldHoweverFewRequestsThereAre() {
    // trap 33
    List<Endpoint> two = weighted(2, i -> i == 0 ? 100 : 10);
    LoadBalancer loadBalancer = over(two, loadBalancer(1));
    int heavy = 0;
    for (int i = 0; i < 1_100; i++) {
      time.advance(Duration.ofMinutes(1));
      heavy += send(loadBalancer, RESPONSE, Outcome.SUCCESS).equals(two.get(0)) ? 1 : 0;
    }
    assertEquals(1_000, heavy, 3);

    List<Endpoint> twenty = weighted(20, i -> i < 10 ? 5 : 1);
    LoadBalancer other = over(twenty, loadBalancer(2));
    heavy = 0;
    for (int i = 0; i < 6_000; i++) {
      time.advance(Duration.ofMillis(500));
      heavy += twenty.indexOf(send(other, RESPONSE, Outcome.SUCCESS)) < 10 ? 1 : 0;
    }
    assertEquals(5_000, heavy, 25);
  }

  @Test
  void aHeavyPodGetsItsTurnsSpacedAndNotInBursts() {
    Seeds.check(
        20,
        random -> {
          List<Endpoint> pods = weighted(11, i -> i == 0 ? 20 : 1);
          LoadBalancer loadBalancer = over(pods, loadBalancer(random.nextLong()));
          int inARow = 0;
          for (int i = 0; i < 2_000; i++) {
            boolean heavy = send(loadBalancer, RESPONSE, Outcome.SUCCESS).equals(pods.get(0));
            inARow = heavy ? inARow + 1 : 0;
            assertTrue(inARow <= 4, i + ": " + inARow + " in a row");
          }
        });
  }

  @Test
  void aHeavyPodThatIsSlowIsLeftAndTheOthersShareByWeight() {
    List<Endpoint> pods = weighted(4, i -> new double[] {8, 4, 2, 2}[i]);
    LoadBalancer loadBalancer = over(pods, loadBalancer(1));
    sequential(loadBalancer, pods, 2_000, pod -> pod == 0 ? 100 : 5);
    int[] counts = sequential(loadBalancer, pods, 8_000, pod -> pod == 0 ? 100 : 5);
    assertTrue(share(counts, 0) < 0.04, Arrays.toString(counts));
    assertEquals(0.5, share(counts, 1), 0.02, Arrays.toString(counts));
    assertEquals(0.25, share(counts, 2), 0.02, Arrays.toString(counts));
  }

  @Test
  void aWeightThatRisesHoldsAtOnce() {
    LoadBalancer loadBalancer = over(weighted(2, i -> i == 0 ? 0.001 : 1), loadBalancer(1));
    List<Endpoint> pods = weighted(2, i -> 1);
    sequential(loadBalancer, weighted(2, i -> i == 0 ? 0.001 : 1), 100, pod -> 5);
    loadBalancer.setEndpoints(pods);
    int[] counts = sequential(loadBalancer, pods, 20, pod -> 5);
    assertEquals(10, counts[0], 2, Arrays.toString(counts));
  }

  // Newcomers (trap 32).

  @Test
  void aPodThatJoinsIsNotTheFirstForEveryClient() {
    List<Endpoint> pods = Scene.endpoints(5);
    List<LoadBalancer> clients = clients(200, builder -> builder, pods.subList(0, 4));
    for (int i = 0; i < clients.size(); i++) {
      for (int requests = 0; requests <= i % 4; requests++) {
        send(clients.get(i), RESPONSE, Outcome.SUCCESS);
      }
    }
    clients.forEach(client -> client.setEndpoints(pods));
    long first =
        clients.stream()
            .filter(client -> send(client, RESPONSE, Outcome.SUCCESS).equals(pods.get(4)))
            .count();
    assertTrue(first <= 60, first + " of 200 sent their first request to the pod that joined");

    int[] counts = new int[5];
    for (int i = 0; i < 50; i++) {
      clients.forEach(client -> counts[pods.indexOf(send(client, RESPONSE, Outcome.SUCCESS))]++);
    }
    assertEquals(0.2, share(counts, 4), 0.02, Arrays.toString(counts));
  }

  @Test
  void slowStartHoldsOverManyClientsWithFewRequests() {
    List<Endpoint> pods = Scene.endpoints(21);
    SlowStart slowStart = SlowStart.builder(Duration.ofSeconds(30)).build();
    List<LoadBalancer> clients =
        clients(200, builder -> builder.slowStart(slowStart), pods.subList(0, 20));
    for (int round = 0; round < 20; round++) {
      round(clients);
    }
    clients.forEach(client -> client.setEndpoints(pods));
    int newcomers = 0;
    for (int round = 0; round < 10; round++) { // 2 s
      newcomers += (int) round(clients).filter(pods.get(20)::equals).count();
    }
    // By weight 2,000 · 0.1 / 20.1 = 10, by herd 200.
    assertTrue(newcomers <= 25, newcomers + " requests to the pod that joined");

    int total = 0;
    newcomers = 0;
    for (int round = 10; round < 300; round++) { // up to 60 s
      List<Endpoint> picked = round(clients).toList();
      if (round >= 200) {
        total += picked.size();
        newcomers += (int) picked.stream().filter(pods.get(20)::equals).count();
      }
    }
    assertEquals(1.0 / 21, (double) newcomers / total, 0.005);
  }

  /** Each client sends a request, within 200 ms. */
  private Stream<Endpoint> round(List<LoadBalancer> clients) {
    List<Endpoint> picked = new ArrayList<>();
    for (LoadBalancer client : clients) {
      picked.add(send(client, Duration.ofMillis(1), Outcome.SUCCESS));
    }
    return picked.stream();
  }

  private List<LoadBalancer> clients(
      int count,
      java.util.function.UnaryOperator<LoadBalancerBuilder> options,
      List<Endpoint> endpoints) {
    return IntStream.range(0, count)
        .mapToObj(seed -> over(endpoints, options.apply(builder(seed)).build()))
        .toList();
  }
}
