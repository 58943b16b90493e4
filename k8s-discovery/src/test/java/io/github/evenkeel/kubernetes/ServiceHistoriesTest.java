/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.discovery.EndpointListener;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to a Service and to its watch, the listener ends with what is in the cluster.
 */
class ServiceHistoriesTest {
  private static final int STEPS = 200;

  private final VirtualTime time = new VirtualTime();
  private final Map<String, EndpointSlice> cluster = new TreeMap<>();
  private final List<Following> informers = new ArrayList<>();
  private Set<String> heard = Set.of();

  /** An informer, and what it knows of the cluster. */
  private static final class Following {
    final FakeInformer informer = new FakeInformer();
    final Map<String, EndpointSlice> known = new TreeMap<>();
    boolean connected;

    /** Catches up with a list, as a new informer does, and an old one after 410 Gone. */
    void lists(Map<String, EndpointSlice> cluster) {
      informer.beginsToList();
      followTo(cluster);
      informer.completesList();
      informer.beginsToWatch();
      connected = true;
    }

    void followTo(Map<String, EndpointSlice> cluster) {
      cluster.forEach(
          (name, slice) -> {
            if (!slice.equals(known.put(name, slice))) {
              informer.hears(slice);
            }
          });
      for (String gone : List.copyOf(known.keySet())) {
        if (!cluster.containsKey(gone)) {
          informer.hearsOfDeletion(requireNonNull(known.remove(gone)));
        }
      }
    }

    void isCutOff() {
      informer.losesItsWatch();
      connected = false;
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theListenerEndsWithWhatIsInTheCluster(int seed) {
    Random random = new Random(seed);
    try (ServiceWatch<EndpointSlice> watch =
        TestWatches.orders(
            this::create, new WatchTiming(Duration.ofMillis(100), Duration.ofSeconds(1)), time)) {
      watch.subscribe(new Hearing());
      for (int step = 0; step < STEPS; step++) {
        happens(random);
        time.advance(Duration.ofMillis(random.nextInt(step % 10 == 0 ? 40_000 : 200)));
      }
      while (!latest().connected) {
        latest().lists(cluster);
        time.advance(Duration.ofMinutes(1));
      }
      informers.stream().filter(each -> each.connected).forEach(each -> each.followTo(cluster));
      time.advance(Duration.ofSeconds(1));

      assertEquals(
          cluster.values().stream()
              .flatMap(slice -> slice.getEndpoints().stream())
              .filter(endpoint -> endpoint.getConditions().getReady())
              .map(endpoint -> endpoint.getAddresses().get(0) + ":8080")
              .collect(toSet()),
          heard);
    }
  }

  private void happens(Random random) {
    Following any = informers.get(random.nextInt(informers.size()));
    switch (random.nextInt(8)) {
      case 0 -> {
        any.connected = false;
        any.informer.meets(new ConnectException("refused"));
      }
      case 1 -> any.isCutOff();
      case 2 -> latest().lists(cluster);
      case 3 -> cluster.remove("orders-" + random.nextInt(4));
      default -> {
        String name = "orders-" + random.nextInt(4);
        cluster.put(name, TestSlices.slice(name, pods(random)));
      }
    }
    informers.stream().filter(each -> each.connected).forEach(each -> each.followTo(cluster));
  }

  private static Endpoint[] pods(Random random) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> "10.0.0." + (1 + random.nextInt(9)))
        .distinct()
        .map(ip -> random.nextBoolean() ? TestSlices.ready(ip) : TestSlices.notReady(ip))
        .toArray(Endpoint[]::new);
  }

  private io.fabric8.kubernetes.client.informers.SharedIndexInformer<EndpointSlice> create() {
    informers.add(new Following());
    return latest().informer.asInformer();
  }

  private Following latest() {
    return informers.get(informers.size() - 1);
  }

  private final class Hearing implements EndpointListener {
    @Override
    public void onEndpoints(List<io.github.evenkeel.Endpoint> endpoints) {
      heard = endpoints.stream().map(each -> each.id().toString()).collect(toSet());
    }

    @Override
    public void onError(DiscoveryException problem) {}
  }
}
