/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lets incidents befall a fleet's pods. No more than {@link #AT_ONCE} pods are in trouble at once,
 * so that there are always some that a request can go to. What happens next and to whom is drawn
 * from a seed; when exactly depends on the machine.
 *
 * <p>One thread begins incidents, and each runs its course on one of its own.
 */
final class Chaos {
  private static final List<Incident> INCIDENTS = List.of(Incident.values());
  private static final int AT_ONCE = 2;
  private static final long DRAIN_MILLIS = 300;
  private static final long SPELL_MILLIS = 1500;

  private final Fleet fleet;
  private final RandomGenerator random;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Pod> troubled = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<Incident, Integer> incidents = new ConcurrentHashMap<>();
  private final Thread reign = new Thread(this::reign, "chaos");
  private volatile boolean over;
  private volatile @Nullable Exception failure;

  Chaos(Fleet fleet, RandomGenerator random) {
    this.fleet = fleet;
    this.random = random;
  }

  void begin() {
    reign.start();
  }

  /** What has befallen the pods so far, and how often. */
  Map<Incident, Integer> incidents() {
    return Map.copyOf(incidents);
  }

  private void reign() {
    try {
      while (!over) {
        Thread.sleep(random.nextInt(200, 800));
        Incident incident = INCIDENTS.get(random.nextInt(INCIDENTS.size()));
        int anyOfThem = random.nextInt(1 << 20);
        boolean samePort = random.nextBoolean();
        List<Pod> calm = fleet.listed().stream().filter(pod -> !troubled.contains(pod)).toList();
        if (troubled.size() < AT_ONCE && !calm.isEmpty()) {
          Pod pod = calm.get(anyOfThem % calm.size());
          troubled.add(pod);
          incidents.merge(incident, 1, Integer::sum);
          threads.execute(() -> befall(pod, incident, samePort));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void befall(Pod pod, Incident incident, boolean samePort) {
    Troubles.Trouble trouble = fleet.troubles().begin(pod.port());
    try {
      switch (incident) {
        case RESTART -> {
          fleet.remove(pod);
          Thread.sleep(DRAIN_MILLIS);
          awaitCalm(pod);
          pod.close();
          replace(pod, samePort);
        }
        case CRASH -> {
          pod.crash();
          Thread.sleep(DRAIN_MILLIS);
          fleet.remove(pod);
          replace(pod, samePort);
        }
        case RESET -> pod.resetConnections();
        case IDLE_CLOSE -> {
          awaitCalm(pod);
          pod.closeConnections();
        }
        case SLOWNESS -> spell(pod, Pod.Mood.SLOW, SPELL_MILLIS);
        case UNAVAILABILITY -> spell(pod, Pod.Mood.UNAVAILABLE, SPELL_MILLIS);
        // Long enough for a client to lose patience.
        case HANG -> spell(pod, Pod.Mood.HUNG, SPELL_MILLIS + Wire.READ_TIMEOUT.toMillis());
        case CUTS -> spell(pod, Pod.Mood.CUTTING, SPELL_MILLIS);
        case PARTINGS -> spell(pod, Pod.Mood.PARTING, SPELL_MILLIS);
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      trouble.end();
      troubled.remove(pod);
    }
  }

  private static void spell(Pod pod, Pod.Mood mood, long millis) throws InterruptedException {
    pod.setMood(mood);
    Thread.sleep(millis);
    pod.setMood(Pod.Mood.WELL);
  }

  private static void awaitCalm(Pod pod) throws InterruptedException {
    for (int i = 0; i < 200 && pod.isAnswering(); i++) {
      Thread.sleep(10);
    }
  }

  private void replace(Pod pod, boolean samePort) throws IOException {
    fleet.add(samePort ? startAt(pod.port()) : fleet.start(0));
  }

  private Pod startAt(int port) throws IOException {
    try {
      return fleet.start(port);
    } catch (BindException taken) {
      return fleet.start(0); // By a client's end of some connection.
    }
  }

  /**
   * Begins no more, and waits for those under way to run their course.
   *
   * @throws IllegalStateException if a pod could not do what was asked of it, so that the run does
   *     not tell what it should
   */
  void end() throws InterruptedException {
    over = true;
    reign.join();
    threads.shutdown();
    if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
      threads.shutdownNow();
      throw new IllegalStateException("an incident did not end");
    }
    if (failure != null) {
      throw new IllegalStateException("the chaos broke down", failure);
    }
  }
}
