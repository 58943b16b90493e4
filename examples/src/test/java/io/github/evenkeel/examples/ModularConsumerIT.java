/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.dns.DnsEndpoints;
import io.github.evenkeel.kubernetes.KubernetesEndpoints;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars on a module path: their module names, and a consumer that is a module. */
class ModularConsumerIT {
  @TempDir private Path folder;

  @Test
  void theJarsHaveStableModuleNames() {
    assertEquals("io.github.evenkeel.core", moduleOf(Endpoint.class));
    assertEquals("io.github.evenkeel.okhttp", moduleOf(OkHttpLoadBalancing.class));
    assertEquals("io.github.evenkeel.kubernetes", moduleOf(KubernetesEndpoints.class));
    assertEquals("io.github.evenkeel.dns", moduleOf(DnsEndpoints.class));
  }

  @Test
  void aModularConsumerCompiles() throws Exception {
    List<Path> sources =
        List.of(
            Files.writeString(
                folder.resolve("module-info.java"),
                """
                module consumer {
                  requires io.github.evenkeel.core;
                  requires io.github.evenkeel.okhttp;
                  requires io.github.evenkeel.kubernetes;
                  requires io.github.evenkeel.dns;
                  requires okhttp3;
                  requires %s;
                }
                """
                    .formatted(moduleOf(KubernetesClient.class))),
            Files.writeString(
                Files.createDirectory(folder.resolve("consumer")).resolve("Consumer.java"),
                """
                package consumer;

                import io.fabric8.kubernetes.client.KubernetesClient;
                import io.github.evenkeel.Algorithms;
                import io.github.evenkeel.discovery.EndpointSource;
                import io.github.evenkeel.dns.DnsEndpoints;
                import io.github.evenkeel.kubernetes.KubernetesEndpoints;
                import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
                import okhttp3.OkHttpClient;

                class Consumer {
                  OkHttpClient client(KubernetesClient kubernetes) {
                    EndpointSource orders =
                        KubernetesEndpoints.slices(kubernetes)
                            .service("orders")
                            .build()
                            .orElse(DnsEndpoints.hosts("orders.shop", 8080).build());
                    return OkHttpLoadBalancing.builder()
                        .service(
                            "http://orders.shop",
                            service ->
                                service.endpoints(orders).algorithm(Algorithms.roundRobin()))
                        .build()
                        .wrap(new OkHttpClient());
                  }
                }
                """));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (var files = compiler.getStandardFileManager(diagnostics, null, null)) {
      List<String> options =
          List.of("-d", folder.resolve("classes").toString(), "--module-path", modulePath());
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  diagnostics,
                  options,
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertTrue(compiled, diagnostics.getDiagnostics().toString());
    }
  }

  /** The look at the class path is one at the module path here, and finds nothing wrong. */
  @Test
  void aBuilderIsMadeOnTheModulePath() throws Exception {
    Path[] jars =
        Stream.of(modulePath().split(File.pathSeparator, -1)).map(Path::of).toArray(Path[]::new);
    ModuleLayer boot = ModuleLayer.boot();
    Configuration modules =
        boot.configuration()
            .resolve(
                ModuleFinder.of(jars),
                ModuleFinder.of(),
                Set.of("io.github.evenkeel.core", "io.github.evenkeel.okhttp", "okhttp3"));
    ModuleLayer layer = boot.defineModulesWithOneLoader(modules, null);
    Class<?> balancing =
        layer
            .findLoader("io.github.evenkeel.okhttp")
            .loadClass(OkHttpLoadBalancing.class.getName());

    assertTrue(balancing.getModule().isNamed());
    assertNotNull(balancing.getMethod("builder").invoke(null));
  }

  /** All jars that this test runs with, the project's own and their dependencies. */
  private static String modulePath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String moduleOf(Class<?> type) {
    Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    assertTrue(jar.toString().endsWith(".jar"), jar + " is not a jar");
    ModuleReference module = ModuleFinder.of(jar).findAll().iterator().next();
    return module.descriptor().name();
  }
}
