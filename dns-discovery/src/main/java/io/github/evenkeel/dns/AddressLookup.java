/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Looks up the addresses of a name in the family of choice.
 *
 * @param names looks up records
 * @param family which records
 */
record AddressLookup(NameLookup names, AddressFamily family) {

  /** The types to ask for, each if the one before has no records. */
  List<Integer> types() {
    return switch (family) {
      case PREFER_IPV4 -> List.of(Type.A, Type.AAAA);
      case PREFER_IPV6 -> List.of(Type.AAAA, Type.A);
      case IPV4 -> List.of(Type.A);
      case IPV6 -> List.of(Type.AAAA);
    };
  }

  /** Returns the answer, perhaps a negative one; fails if one cannot be had. */
  CompletionStage<Answer> lookup(Name name) {
    return lookup(name, types());
  }

  private CompletionStage<Answer> lookup(Name name, List<Integer> types) {
    CompletionStage<Answer> first = names.lookup(name, types.get(0));
    return types.size() == 1
        ? first
        : first.thenCompose(
            answer ->
                answer.isNegative()
                    ? lookup(name, types.subList(1, types.size()))
                        .thenApply(other -> after(answer, other))
                    : CompletableFuture.completedFuture(answer));
  }

  private static Answer after(Answer negative, Answer other) {
    return other.isNegative()
        ? Answer.negative(negative.found() + ", " + other.found(), /* certain= */ true)
        : other;
  }

  /**
   * The address in a record, or null if nothing can be sent there: a resolver that blocks a name
   * answers 0.0.0.0 or ::.
   */
  static @Nullable InetAddress addressIn(Record each) {
    InetAddress address =
        each instanceof ARecord a
            ? a.getAddress()
            : each instanceof AAAARecord aaaa ? aaaa.getAddress() : null;
    return address == null || address.isAnyLocalAddress() || address.isMulticastAddress()
        ? null
        : address;
  }
}
