/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import io.github.evenkeel.examples.WatchOptions.Api;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the user asks for: help, a Service of a real cluster to watch, or, with neither, the demo.
 *
 * @param help whether only to print the usage
 * @param watch the Service to watch, if any
 */
record CommandLine(boolean help, Optional<WatchOptions> watch) {
  private static final List<String> OPTIONS =
      List.of(
          "--kubeconfig",
          "--namespace",
          "--service",
          "--port",
          "--api",
          "--requests",
          "--path",
          "--seconds");

  static final String USAGE =
      """
      Usage: java -jar evenkeel-demo.jar [options]

      Without options: starts four pods, a virtual IP and a Kubernetes API in this
      process, and shows which pod gets how many of the same requests without and
      with Evenkeel. Takes about 10 seconds.

      With --service: watches that Service of a real cluster and prints its endpoints
      as they come and go.
        --service NAME      the Service
        --port NAME         the name of its port (default: its only one)
        --namespace NAME    its namespace (default: the kubeconfig's current one)
        --kubeconfig FILE   how to reach the cluster (default: $KUBECONFIG,
                            ~/.kube/config, or the service account of this pod)
        --api slices|endpoints
                            watch EndpointSlices (default) or the older Endpoints
        --requests N        send N GET requests, one after the other, print how many
                            each endpoint got, and end; 1 to 100000. The pods' own
                            addresses must be reachable from here. (default: send none)
        --path PATH         the path of these requests (default: /)
        --seconds N         end after N seconds; 1 to 3600 (default: 20)

        --help              print this

      Exit code: 0 if all went well, 1 if not, 2 if the command line is wrong.
      """;

  /**
   * Reads a command line.
   *
   * @throws UsageException if something in it is unknown, missing, out of range or without effect
   */
  static CommandLine parse(String... args) throws UsageException {
    if (Arrays.asList(args).contains("--help")) {
      return new CommandLine(true, Optional.empty());
    }
    Map<String, String> values = values(args);
    return new CommandLine(
        false, values.isEmpty() ? Optional.empty() : Optional.of(watchOptions(values)));
  }

  private static Map<String, String> values(String... args) throws UsageException {
    Map<String, String> values = new LinkedHashMap<>();
    for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
      String option = rest.next();
      if (!OPTIONS.contains(option)) {
        throw new UsageException(
            (option.startsWith("-") ? "unknown option " : "unexpected argument ") + option);
      }
      String value = rest.hasNext() ? rest.next() : "";
      if (value.isEmpty() || value.startsWith("--")) {
        throw new UsageException(option + " needs a value");
      }
      if (values.put(option, value) != null) {
        throw new UsageException(option + " is given twice");
      }
    }
    return values;
  }

  private static WatchOptions watchOptions(Map<String, String> values) throws UsageException {
    if (values.containsKey("--path") && !values.containsKey("--requests")) {
      throw new UsageException("--path has no effect without --requests");
    }
    return new WatchOptions(
        kubeconfig(values.get("--kubeconfig")),
        Optional.ofNullable(values.get("--namespace")),
        service(values.get("--service")),
        Optional.ofNullable(values.get("--port")),
        api(values.getOrDefault("--api", "slices")),
        number("--requests", values.get("--requests"), 100_000).orElse(0),
        path(values.getOrDefault("--path", "/")),
        Duration.ofSeconds(number("--seconds", values.get("--seconds"), 3600).orElse(20)));
  }

  private static Optional<Path> kubeconfig(@Nullable String file) throws UsageException {
    if (file == null) {
      return Optional.empty();
    }
    Path path = Path.of(file);
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new UsageException(
          "--kubeconfig must be a file that can be read, but "
              + file
              + (Files.exists(path) ? " is not" : " does not exist"));
    }
    return Optional.of(path);
  }

  private static String service(@Nullable String value) throws UsageException {
    if (value == null) {
      throw new UsageException(
          "--service is missing; without it there is nothing to watch, and the demo needs no"
              + " options");
    }
    return value;
  }

  private static Api api(String value) throws UsageException {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "slices" -> Api.SLICES;
      case "endpoints" -> Api.ENDPOINTS;
      default -> throw new UsageException("--api must be slices or endpoints, but was " + value);
    };
  }

  private static OptionalInt number(String option, @Nullable String value, int max)
      throws UsageException {
    if (value == null) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= max) {
        return OptionalInt.of(number);
      }
    } catch (NumberFormatException e) {
      // Not a number is as wrong as one out of range.
    }
    throw new UsageException(option + " must be a number from 1 to " + max + ", but was " + value);
  }

  private static String path(String value) throws UsageException {
    if (!value.startsWith("/")) {
      throw new UsageException("--path must begin with /, but was " + value);
    }
    return value;
  }
}
