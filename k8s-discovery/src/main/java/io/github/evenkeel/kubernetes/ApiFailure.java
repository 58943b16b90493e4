/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why the API server did not give what it was asked for.
 *
 * @param code the HTTP status, or 0 if there was no answer
 * @param found what happened, for people
 */
record ApiFailure(int code, String found) {

  /** Reads what the client threw, whatever it wrapped it in. */
  static ApiFailure of(Throwable thrown) {
    Throwable broken = null;
    Throwable innermost = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException answer && answer.getCode() > 0) {
        return new ApiFailure(answer.getCode(), answer(answer.getCode(), answer.getStatus()));
      }
      if (broken == null && cause instanceof IOException) {
        broken = cause;
      }
      innermost = cause;
    }
    // "Connection failed" alone would hide that the name is unknown, and the reverse.
    return new ApiFailure(
        0,
        broken == null || broken == innermost
            ? innermost.toString()
            : broken + " (" + innermost + ")");
  }

  private static String answer(int code, @Nullable Status status) {
    StringBuilder found = new StringBuilder().append(code);
    if (status != null && status.getReason() != null) {
      found.append(' ').append(status.getReason());
    }
    if (status != null && status.getMessage() != null) {
      found.append(": ").append(status.getMessage());
    }
    return found.toString();
  }

  /** Whether it stays until somebody grants a permission, or corrects an address. */
  boolean isPermanent() {
    return code == 401 || code == 403 || code == 404;
  }

  /**
   * What to do about it.
   *
   * @param server the URL of the API server
   */
  String advice(EndpointApi<?> api, ServiceName service, String server) {
    return switch (code) {
      case 0 ->
          "Check that the API server at %s can be reached from here: its address, DNS, network"
                  .formatted(server)
              + " policies, proxies, certificates";
      case 401 ->
          "Check the credentials of the Kubernetes client: a missing or expired token, or one of"
              + " another cluster";
      case 403 ->
          "Grant the client's user or service account, in namespace %s, a Role with the rule %s"
              .formatted(service.namespace(), api.accessRule());
      case 404 -> api.ifNotServed();
      default -> "Nothing to do unless it lasts; then see the log of the API server at " + server;
    };
  }
}
