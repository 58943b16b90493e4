/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why the API server did not give what it was asked for.
 *
 * @param kind what sort of failure it is
 * @param code the HTTP status, or 0 if there was no answer
 * @param found what happened, for people
 */
record ApiFailure(Kind kind, int code, String found) {

  /** Sorts of failures, which call for different remedies. */
  enum Kind {
    /** The API server has answered. */
    ANSWER,

    /**
     * The API server has closed the HTTP/2 connection. It does so after each 401, and some JDKs
     * (17.0.15 for one) then lose the answer.
     */
    GOAWAY,

    /** There was no answer. */
    NETWORK,

    /** The client failed before it sent anything: its configuration, its credentials. */
    CLIENT
  }

  /** Reads what the client threw, whatever it wrapped it in. */
  static ApiFailure of(Throwable thrown) {
    Throwable broken = null;
    Throwable innermost = thrown;
    boolean isFromClient = true;
    boolean isUnreadable = false;
    boolean isGoAway = false;
    for (Throwable cause : (Iterable<Throwable>) chain(thrown)::iterator) {
      if (cause instanceof KubernetesClientException answer && answer.getCode() > 0) {
        return new ApiFailure(
            Kind.ANSWER, answer.getCode(), answer(answer.getCode(), answer.getStatus()));
      }
      if (broken == null && cause instanceof IOException) {
        broken = cause;
      }
      isFromClient &= !isOfTheNetwork(cause);
      isUnreadable |= isOfAFile(cause);
      isGoAway |= String.valueOf(cause.getMessage()).contains("GOAWAY");
      innermost = cause;
    }
    // "Connection failed" alone would hide that the name is unknown, and the reverse.
    String found =
        broken == null || broken == innermost
            ? innermost.toString()
            : broken + " (" + innermost + ")";
    return new ApiFailure(
        isGoAway ? Kind.GOAWAY : isFromClient || isUnreadable ? Kind.CLIENT : Kind.NETWORK,
        0,
        found);
  }

  private static Stream<Throwable> chain(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause).limit(100);
  }

  private static boolean isOfTheNetwork(Throwable thrown) {
    // Vert.x, fabric8's default HTTP client, does not derive all its exceptions from IOException.
    return thrown instanceof IOException
        || thrown instanceof TimeoutException
        || thrown.getClass().getName().startsWith("io.vertx.")
        || thrown.getClass().getName().startsWith("io.netty.");
  }

  /** A file that is missing or not what it should be, such as a kubeconfig or a certificate. */
  private static boolean isOfAFile(Throwable thrown) {
    return thrown instanceof FileSystemException
        || thrown instanceof FileNotFoundException
        || Stream.of("com.fasterxml.jackson.", "tools.jackson.", "org.snakeyaml.", "org.yaml.")
            .anyMatch(thrown.getClass().getName()::startsWith);
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

  /** Whether the credentials are, or may be, why. */
  boolean isOfCredentials() {
    return code == 401 || kind == Kind.GOAWAY;
  }

  /** Whether access is denied, which an API server does for some seconds when it starts, too. */
  boolean isForbidden() {
    return code == 403;
  }

  /** What to do about it, in words that begin with a capital and end without a full stop. */
  String advice(Watched<?> watched) {
    return switch (kind) {
      case ANSWER -> adviceOnAnswer(watched);
      case GOAWAY ->
          "The API server has closed the connection, probably 401: the token is expired or wrong."
              + " Check the credentials of the Kubernetes client. If the API server is shutting"
              + " down, this passes by itself";
      case NETWORK ->
          "Check that the API server at %s can be reached from here: its address, DNS, network"
                  .formatted(watched.server())
              + " policies, proxies, certificates"
              + (isPlain(watched)
                  ? ". This address is plain HTTP: if the port expects TLS, use https"
                  : "");
      case CLIENT ->
          "The Kubernetes client failed before it sent a request. Check its configuration: the"
              + " kubeconfig and the files it names, plugins and providers of credentials";
    };
  }

  private String adviceOnAnswer(Watched<?> watched) {
    return switch (code) {
      case 400 ->
          isPlain(watched)
              ? "The client speaks plain HTTP to %s: if the port expects TLS, use https"
                  .formatted(watched.server())
              : adviceOnOthers(watched);
      case 401 ->
          "Check the credentials of the Kubernetes client: a missing or expired token, or one of"
              + " another cluster";
      case 403 ->
          "Grant the client's user or service account, in namespace %s, a Role with the rule %s"
              .formatted(watched.service().namespace(), watched.api().accessRule());
      case 404 -> watched.api().ifNotServed();
      default -> adviceOnOthers(watched);
    };
  }

  private static String adviceOnOthers(Watched<?> watched) {
    return "Nothing to do unless it lasts; then see the log of the API server at "
        + watched.server();
  }

  private static boolean isPlain(Watched<?> watched) {
    return watched.server().startsWith("http:");
  }
}
