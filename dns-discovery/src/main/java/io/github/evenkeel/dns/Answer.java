/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import java.util.List;
import org.xbill.DNS.Record;

/**
 * What a name server says of a name and a type.
 *
 * @param records the records of this type; none if the answer is negative
 * @param ttl for how many seconds it holds: the shortest time of all records that led to it
 * @param additional records of other names that the server has added
 * @param found what the answer is, for people
 * @param certain false if the server has failed, so that there may be records
 */
record Answer(
    List<Record> records, long ttl, List<Record> additional, String found, boolean certain) {

  static Answer negative(String found, boolean certain) {
    return new Answer(List.of(), Long.MAX_VALUE, List.of(), found, certain);
  }

  boolean isNegative() {
    return records.isEmpty();
  }
}
