/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import io.github.evenkeel.Endpoint;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * The addresses of a name, all with one port.
 *
 * @param addresses looks up addresses
 * @param name the name; relative if the search domains apply
 * @param port the port
 */
record HostQuestion(AddressLookup addresses, Name name, int port) implements Question {

  @Override
  public CompletionStage<Resolved> ask() {
    return addresses.lookup(name).thenApply(this::read);
  }

  private Resolved read(Answer answer) {
    List<Endpoint> endpoints = new ArrayList<>();
    List<String> unusable = new ArrayList<>();
    for (Record each : answer.records()) {
      InetAddress address = AddressLookup.addressIn(each);
      if (address == null) {
        unusable.add(each.rdataToString() + " is no address to connect to");
      } else {
        endpoints.add(Endpoint.of(address.getHostAddress(), port));
      }
    }
    if (answer.isNegative()) {
      unusable.add(answer.found());
    }
    return new Resolved(endpoints, answer.ttl(), unusable);
  }

  @Override
  public String advice() {
    return "Check the name; on Kubernetes, that the Service is headless and has ready pods";
  }

  @Override
  public String toString() {
    return name + ":" + port;
  }
}
