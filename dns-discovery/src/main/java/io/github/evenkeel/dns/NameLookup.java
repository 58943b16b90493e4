/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Looks a name up, as the C library would: through the search domains, and along aliases.
 *
 * <p>dnsjava's {@code LookupSession} does so as well, but does not tell the time to live of an
 * alias, and ends its search at a name that exists without records of the type.
 *
 * @param resolver asks the name servers
 * @param search the domains to append to a name that does not end with a dot
 * @param ndots from how many dots on a name is tried by itself first
 */
record NameLookup(Resolver resolver, List<Name> search, int ndots) {
  private static final int MAX_ALIASES = 8;

  /** Returns the answer, perhaps a negative one; fails if one cannot be had. */
  CompletionStage<Answer> lookup(Name name, int type) {
    return next(candidates(name).iterator(), type, new ArrayList<>(), true);
  }

  private List<Name> candidates(Name name) {
    if (name.isAbsolute()) {
      return List.of(name);
    }
    List<Name> candidates = new ArrayList<>();
    search.forEach(domain -> addConcatenated(name, domain, candidates));
    boolean itselfFirst = name.labels() > ndots;
    addConcatenated(name, Name.root, itselfFirst ? candidates.subList(0, 0) : candidates);
    return candidates;
  }

  private static void addConcatenated(Name name, Name domain, List<Name> to) {
    try {
      to.add(Name.concatenate(name, domain));
    } catch (NameTooLongException e) {
      // No such name can exist.
    }
  }

  /** As the C library does, goes on after SERVFAIL, which some servers say of foreign domains. */
  private CompletionStage<Answer> next(
      Iterator<Name> names, int type, List<String> found, boolean certainSoFar) {
    return ask(names.next(), type, Long.MAX_VALUE, 0)
        .thenCompose(
            answer -> {
              found.add(answer.found());
              boolean certain = certainSoFar && answer.certain();
              if (!answer.isNegative()) {
                return CompletableFuture.completedFuture(answer);
              }
              if (names.hasNext()) {
                return next(names, type, found, certain);
              }
              String all = String.join(", ", found);
              return certain
                  ? CompletableFuture.completedFuture(Answer.negative(all, true))
                  : CompletableFuture.failedFuture(new DnsFailure(all));
            });
  }

  private CompletionStage<Answer> ask(Name name, int type, long ttlSoFar, int aliases) {
    Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    return resolver
        .sendAsync(query)
        .thenCompose(response -> read(query, response, name, type, ttlSoFar, aliases));
  }

  private CompletionStage<Answer> read(
      Message query, Message response, Name name, int type, long ttlSoFar, int aliases) {
    Message clean = response.normalize(query);
    int code = response.getRcode();
    if (code == Rcode.SERVFAIL) {
      return CompletableFuture.completedFuture(Answer.negative("SERVFAIL for " + name, false));
    }
    if (clean == null || (code != Rcode.NOERROR && code != Rcode.NXDOMAIN)) {
      String found = clean == null ? "an answer that makes no sense" : Rcode.string(code);
      return CompletableFuture.failedFuture(new DnsFailure(found + " for " + name));
    }
    Name target = name;
    long ttl = ttlSoFar;
    List<Record> records = new ArrayList<>();
    for (Record each : clean.getSection(Section.ANSWER)) {
      ttl = Math.min(ttl, each.getTTL());
      if (each.getType() == type) {
        records.add(each);
      } else if (each instanceof CNAMERecord alias) {
        target = alias.getTarget();
      }
    }
    if (records.isEmpty() && code == Rcode.NOERROR && !target.equals(name)) {
      return aliases == MAX_ALIASES
          ? CompletableFuture.failedFuture(new DnsFailure("too many aliases for " + name))
          : ask(target, type, ttl, aliases + 1);
    }
    String what =
        code == Rcode.NXDOMAIN ? "NXDOMAIN" : records.isEmpty() ? "no records" : "records";
    return CompletableFuture.completedFuture(
        new Answer(
            records,
            ttl,
            response.getSection(Section.ADDITIONAL),
            what + " of type " + Type.string(type) + " for " + name,
            /* certain= */ true));
  }
}
