/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.evenkeel.Endpoint;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * The targets of a name's SRV records (RFC 2782), with their ports and weights: those of the
 * highest priority that has any.
 *
 * <p>The addresses of a target are taken from the additional section, or else looked up. While a
 * lookup fails, the target keeps the addresses it had; so one name that cannot be resolved changes
 * nothing for the others.
 *
 * <ul>
 *   <li>Writers: the threads on which lookups of targets end, each for another target.
 *   <li>Readers: the same.
 *   <li>Invariant: {@code known} has the last addresses of targets that are still named.
 *   <li>Why: targets are looked up all at once; the next question waits until they are done.
 * </ul>
 */
final class SrvQuestion implements Question {
  /** RFC 2782: beside others, weight 0 has a very small chance. The least other weight is 1. */
  private static final double VERY_SMALL = 0.01;

  private static final String NO_SUCH_SERVICE =
      "the target is \".\", which says that there is no such service";

  private final AddressLookup addresses;
  private final Name name;
  private final Map<Name, List<InetAddress>> known = new ConcurrentHashMap<>();

  SrvQuestion(AddressLookup addresses, Name name) {
    this.addresses = addresses;
    this.name = name;
  }

  /**
   * The addresses of a target.
   *
   * @param problem what is wrong, or null
   * @param failed whether there was no answer, as opposed to a negative one
   */
  private record Target(
      List<InetAddress> addresses, long ttl, @Nullable String problem, boolean failed) {}

  @Override
  public CompletionStage<Resolved> ask() {
    return addresses
        .names()
        .lookup(name, Type.SRV)
        .thenCompose(
            answer -> {
              List<SRVRecord> records = new ArrayList<>();
              answer.records().forEach(each -> records.add((SRVRecord) each));
              boolean saysNone = records.removeIf(each -> each.getTarget().equals(Name.root));
              if (records.isEmpty()) {
                String found = saysNone ? NO_SUCH_SERVICE : answer.found();
                return CompletableFuture.completedFuture(
                    new Resolved(List.of(), answer.ttl(), List.of(found)));
              }
              known.keySet().retainAll(records.stream().map(SRVRecord::getTarget).toList());
              Map<Integer, List<SRVRecord>> byPriority =
                  records.stream()
                      .collect(groupingBy(SRVRecord::getPriority, TreeMap::new, toList()));
              return first(byPriority.values().iterator(), answer, new ArrayList<>(), false);
            });
  }

  /** Resolves the first group that has endpoints. */
  private CompletionStage<Resolved> first(
      Iterator<List<SRVRecord>> groups, Answer answer, List<String> problems, boolean anyFailed) {
    List<SRVRecord> group = groups.next();
    Map<Name, CompletableFuture<Target>> targets = new HashMap<>();
    for (SRVRecord each : group) {
      targets.computeIfAbsent(
          each.getTarget(), target -> resolve(target, answer).toCompletableFuture());
    }
    return CompletableFuture.allOf(targets.values().toArray(CompletableFuture<?>[]::new))
        .thenCompose(
            all -> {
              Map<Name, Target> resolved = new HashMap<>();
              targets.forEach((target, future) -> resolved.put(target, future.join()));
              long ttl = answer.ttl();
              boolean failed = anyFailed;
              for (Target target : resolved.values()) {
                ttl = Math.min(ttl, target.ttl());
                failed |= target.failed();
                if (target.problem() != null) {
                  problems.add(target.problem());
                }
              }
              List<Endpoint> endpoints = endpoints(group, resolved);
              if (!endpoints.isEmpty()) {
                return CompletableFuture.completedFuture(new Resolved(endpoints, ttl, problems));
              }
              if (groups.hasNext()) {
                return first(groups, answer, problems, failed);
              }
              return failed
                  ? CompletableFuture.failedFuture(new DnsFailure(Resolved.inOrder(problems)))
                  : CompletableFuture.completedFuture(new Resolved(List.of(), ttl, problems));
            });
  }

  private CompletionStage<Target> resolve(Name target, Answer answer) {
    // Of the preferred family: that the other one was added does not tell that this one is missing.
    int type = addresses.types().get(0);
    List<Record> added =
        answer.additional().stream()
            .filter(each -> each.getType() == type && each.getName().equals(target))
            .toList();
    if (!added.isEmpty()) {
      long ttl = added.stream().mapToLong(Record::getTTL).min().orElseThrow();
      return CompletableFuture.completedFuture(target(target, added, ttl, ""));
    }
    return addresses
        .lookup(target)
        .handle(
            (found, failure) ->
                failure == null
                    ? target(target, found.records(), found.ttl(), found.found())
                    : new Target(
                        known.getOrDefault(target, List.of()),
                        Long.MAX_VALUE,
                        DnsFailure.found(failure),
                        /* failed= */ true));
  }

  private Target target(Name name, List<Record> records, long ttl, String found) {
    List<InetAddress> usable =
        records.stream().map(AddressLookup::addressIn).filter(Objects::nonNull).toList();
    if (usable.isEmpty()) {
      String problem = records.isEmpty() ? found : name + " has no address to connect to";
      return new Target(List.of(), ttl, problem, /* failed= */ false);
    }
    known.put(name, usable);
    return new Target(usable, ttl, null, /* failed= */ false);
  }

  private static List<Endpoint> endpoints(List<SRVRecord> group, Map<Name, Target> resolved) {
    List<Endpoint> endpoints = new ArrayList<>();
    // Kubernetes gives n pods a weight of 100/n each, which would change with n.
    boolean equal = group.stream().mapToInt(SRVRecord::getWeight).distinct().count() == 1;
    for (SRVRecord each : group) {
      Target target = resolved.get(each.getTarget());
      if (target != null && each.getPort() > 0) {
        double weight = equal ? 1 : each.getWeight() == 0 ? VERY_SMALL : each.getWeight();
        for (InetAddress address : target.addresses()) {
          endpoints.add(
              Endpoint.builder(address.getHostAddress(), each.getPort())
                  .weight(weight / target.addresses().size())
                  .build());
        }
      }
    }
    return endpoints;
  }

  @Override
  public String advice() {
    return "Check the name; on Kubernetes it is _port._tcp.service.namespace.svc.cluster.local, and"
        + " the Service is headless, with a port of that name and ready pods";
  }

  @Override
  public String toString() {
    return "SRV " + name;
  }
}
