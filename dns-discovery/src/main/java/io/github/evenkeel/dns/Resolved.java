/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import io.github.evenkeel.Endpoint;
import java.util.List;

/**
 * The endpoints that DNS tells of.
 *
 * @param endpoints none if the answer is negative
 * @param ttl for how many seconds it holds
 * @param unusable what was left out and why; with a negative answer, what was found
 */
record Resolved(List<Endpoint> endpoints, long ttl, List<String> unusable) {}
