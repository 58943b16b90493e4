/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static java.util.stream.Collectors.joining;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.dns.DnsEndpoints;
import io.github.evenkeel.kubernetes.KubernetesEndpoints;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What users of the published modules see, by reflection. */
final class PublicApi {
  private static final Map<Class<?>, List<String>> PACKAGES =
      Map.of(
          Endpoint.class,
          List.of(
              "io.github.evenkeel",
              "io.github.evenkeel.balancer",
              "io.github.evenkeel.discovery",
              "io.github.evenkeel.observe"),
          OkHttpLoadBalancing.class,
          List.of("io.github.evenkeel.okhttp"),
          KubernetesEndpoints.class,
          List.of("io.github.evenkeel.kubernetes"),
          DnsEndpoints.class,
          List.of("io.github.evenkeel.dns"));

  private PublicApi() {}

  /** The public types of all exported packages, nested ones included, in order. */
  static List<Class<?>> types() {
    List<Class<?>> types = new ArrayList<>();
    PACKAGES.forEach((witness, packages) -> packages.forEach(p -> types.addAll(in(witness, p))));
    types.sort(Comparator.comparing(Class::getName));
    return types;
  }

  private static List<Class<?>> in(Class<?> witness, String packageName) {
    try {
      Path root = Path.of(witness.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(root)) {
        return in(root.resolve(packageName.replace('.', '/')), packageName);
      }
      try (FileSystem jar =
          FileSystems.newFileSystem(URI.create("jar:" + root.toUri()), Map.of())) {
        return in(jar.getPath(packageName.replace('.', '/')), packageName);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Class<?>> in(Path directory, String packageName) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
          .<Class<?>>map(name -> load(packageName + "." + name.substring(0, name.length() - 6)))
          .filter(PublicApi::isVisible)
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, /* initialize= */ false, PublicApi.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return !type.isAnonymousClass()
        && Modifier.isPublic(type.getModifiers())
        && (outer == null || isVisible(outer));
  }

  /** The members of a type that it does not merely inherit or generate, as the page has them. */
  static List<String> members(Class<?> type) {
    List<String> members = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        members.add(field.getName());
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isVisible(type, constructor.getModifiers())) {
        members.add("new" + parameters(constructor));
      }
    }
    declared(type)
        .filter(method -> isVisible(type, method.getModifiers()))
        .forEach(method -> members.add(method.getName() + parameters(method)));
    return members;
  }

  /** Subclasses see protected members, too. */
  private static boolean isVisible(Class<?> type, int modifiers) {
    return Modifier.isPublic(modifiers)
        || (Modifier.isProtected(modifiers) && !Modifier.isFinal(type.getModifiers()));
  }

  /** The public methods that a type declares, without those that every object or enum has. */
  static List<Method> methods(Class<?> type) {
    return declared(type).filter(method -> Modifier.isPublic(method.getModifiers())).toList();
  }

  private static Stream<Method> declared(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic() && !isEveryones(type, method));
  }

  private static boolean isEveryones(Class<?> type, Method method) {
    return switch (method.getName()) {
      case "equals", "hashCode", "toString" -> true;
      case "values", "valueOf" -> type.isEnum();
      default -> false;
    };
  }

  private static String parameters(Executable executable) {
    return Arrays.stream(executable.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(joining(", ", "(", ")"));
  }

  /** A type's name as in source, without its package. */
  static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
  }
}
