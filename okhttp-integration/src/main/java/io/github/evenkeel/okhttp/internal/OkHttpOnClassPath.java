/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Dns;
import okhttp3.Interceptor;
import org.jspecify.annotations.Nullable;

/**
 * Whether the OkHttp that this module runs with is the one that it needs. Many libraries still name
 * OkHttp 4, and without this look the first request would fail, of a method that is missing.
 *
 * <p>What cannot be told is not refused: a native image has no class files to look at, and a shaded
 * OkHttp may say nothing of its version. Whether the API is there can always be told.
 */
public final class OkHttpOnClassPath {
  /** What the message recommends. */
  private static final String RECOMMENDED = "5.5.1";

  private OkHttpOnClassPath() {}

  /** Looks when the first builder is made; the class path does not change after that. */
  private static final class Found {
    static final @Nullable String PROBLEM = problem(Interceptor.Chain.class, hasApi());
  }

  /**
   * Refuses an OkHttp that is too old, and two that differ.
   *
   * @throws IllegalStateException that tells what is there and how to mend it
   */
  public static void check() {
    if (Found.PROBLEM != null) {
      throw new IllegalStateException(Found.PROBLEM);
    }
  }

  /** Asks with constants, so that a native image knows when it is built. */
  private static boolean hasApi() {
    try {
      Interceptor.Chain.class.getMethod("withDns", Dns.class);
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    } catch (LinkageError e) {
      // Some other method is broken, which says nothing about this one.
      return true;
    }
  }

  /**
   * What is wrong, or null.
   *
   * @param loaded any of OkHttp's public classes, nested or not, as it was loaded
   * @param hasApi whether it is new enough
   */
  static @Nullable String problem(Class<?> loaded, boolean hasApi) {
    List<String> copies = differingCopies(loaded);
    String version = version(loaded);
    if (!hasApi) {
      return "OkHttp %s is too old: evenkeel-okhttp needs 5.4 or newer. %s"
          .formatted(version, advice(copies));
    }
    if (copies.size() > 1) {
      return ("%d different OkHttps are on the class path, and their order decides which classes are"
              + " used. OkHttp %s comes first. %s")
          .formatted(copies.size(), version, advice(copies));
    }
    return null;
  }

  private static String advice(List<String> copies) {
    return """
    Found in: %s. With Maven, put this first into the <dependencies> of your pom's \
    <dependencyManagement>, and name no version of okhttp or okhttp-jvm anywhere else:
      <dependency><groupId>com.squareup.okhttp3</groupId><artifactId>okhttp-bom</artifactId>
        <version>%s</version><type>pom</type><scope>import</scope>
      </dependency>"""
        .formatted(copies.isEmpty() ? "unknown" : String.join(", ", copies), RECOMMENDED);
  }

  /** Read by reflection, as javac would copy the constant that it compiles with. */
  private static String version(Class<?> loaded) {
    try {
      Class<?> okHttp =
          Class.forName(loaded.getPackageName() + ".OkHttp", true, loaded.getClassLoader());
      return String.valueOf(okHttp.getField("VERSION").get(null));
    } catch (ReflectiveOperationException | LinkageError e) {
      return "of unknown version";
    }
  }

  /**
   * Where OkHttp is, once for each that is not the same as one before; in the order of the class
   * path. Only where the class loader looks that has loaded it: a server's own OkHttp does not mix
   * with that of an application, which has another loader.
   */
  private static List<String> differingCopies(Class<?> loaded) {
    // Every OkHttp has the first of these; the second holds the version, but OkHttp 3 has none.
    String folder = loaded.getPackageName().replace('.', '/');
    Map<String, byte[]> clients = contents(loaded.getClassLoader(), folder + "/OkHttpClient.class");
    Map<String, byte[]> versions = contents(loaded.getClassLoader(), folder + "/OkHttp.class");
    List<String> differing = new ArrayList<>();
    clients.forEach(
        (place, client) -> {
          boolean isRepeated =
              differing.stream()
                  .anyMatch(
                      other ->
                          Arrays.equals(client, clients.get(other))
                              && Arrays.equals(versions.get(place), versions.get(other)));
          if (!isRepeated) {
            differing.add(place);
          }
        });
    return differing;
  }

  /** What all files of a name hold, by the jar or folder they are in. */
  private static Map<String, byte[]> contents(@Nullable ClassLoader loader, String name) {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    if (loader == null) {
      return contents;
    }
    try {
      for (URL url : Collections.list(loader.getResources(name))) {
        URLConnection connection = url.openConnection();
        // Or the jar would stay open.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
          contents.put(place(url, name), in.readAllBytes());
        }
      }
      ClassLoader parent = loader.getParent();
      if (parent != null) {
        for (URL url : Collections.list(parent.getResources(name))) {
          contents.remove(place(url, name));
        }
      }
    } catch (IOException e) {
      // A loader that finds files and cannot read them; it tells nothing.
      return Map.of();
    }
    return contents;
  }

  private static String place(URL url, String name) {
    String place = url.toString();
    if (place.endsWith(name)) {
      place = place.substring(0, place.length() - name.length());
    }
    if (place.endsWith("!/")) {
      place = place.substring(0, place.length() - "!/".length());
    }
    return place.startsWith("jar:") ? place.substring("jar:".length()) : place;
  }
}
