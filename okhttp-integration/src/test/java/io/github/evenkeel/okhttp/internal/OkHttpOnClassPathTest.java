/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import okhttp3.Interceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of jars that stand for OkHttps. The module consumers has the real ones. */
class OkHttpOnClassPathTest {
  @TempDir Path folder;

  @Test
  void theOkHttpOfTheseTestsIsAccepted() {
    assertDoesNotThrow(OkHttpOnClassPath::check);
  }

  @Test
  void oneThatIsNewEnoughIsAccepted() throws Exception {
    assertNull(problem(List.of(okHttp("okhttp3", "5.4.0")), true));
  }

  @Test
  void oneThatIsTooOldIsNamedWithItsPlaceAndTheRemedy() throws Exception {
    Path jar = okHttp("okhttp3", "5.3.2");

    String problem = problem(List.of(jar), false);

    assertNotNull(problem);
    assertTrue(
        problem.startsWith("OkHttp 5.3.2 is too old: evenkeel-okhttp needs 5.4 or newer."),
        problem);
    assertTrue(problem.contains("Found in: " + jar.toUri().toURL() + "."), problem);
    assertTrue(problem.contains("<artifactId>okhttp-bom</artifactId>"), problem);
  }

  @Test
  void twoThatDifferAreNamedInTheirOrder() throws Exception {
    Path newer = okHttp("okhttp3", "5.4.0");
    Path older = okHttp("okhttp3", "4.12.0");

    String problem = problem(List.of(newer, older), true);

    assertNotNull(problem);
    assertTrue(problem.startsWith("2 different OkHttps are on the class path"), problem);
    assertTrue(problem.contains("OkHttp 5.4.0 comes first"), problem);
    assertTrue(
        problem.contains(newer.toUri().toURL() + ", " + older.toUri().toURL() + "."), problem);
  }

  @Test
  void anOkHttp3BehindIsNoticed() throws Exception {
    String problem = problem(List.of(okHttp("okhttp3", "5.4.0"), okHttp("okhttp3", null)), true);

    assertNotNull(problem);
    assertTrue(problem.startsWith("2 different OkHttps"), problem);
  }

  @Test
  void theSameOneTwiceIsAccepted() throws Exception {
    Path jar = okHttp("okhttp3", "5.4.0");
    Path copy = Files.copy(jar, folder.resolve("copy.jar"));

    assertNull(problem(List.of(jar, copy), true));
  }

  @Test
  void theEmptyArtifactIsNoSecondOne() throws Exception {
    Path empty = jar("okhttp-5.4.0.jar", Map.of("META-INF/x", new byte[0]));

    assertNull(problem(List.of(empty, okHttp("okhttp3", "5.4.0")), true));
  }

  @Test
  void whatAParentLoaderHasDoesNotMixWithIt() throws Exception {
    Path servers = okHttp("okhttp3", "4.12.0");
    Path applications = okHttp("okhttp3", "5.4.0");
    try (URLClassLoader server = loader(List.of(servers), null);
        URLClassLoader application = new ChildFirst(applications, server)) {
      Class<?> loaded = application.loadClass("okhttp3.OkHttpClient");

      assertEquals(application, loaded.getClassLoader());
      assertNull(OkHttpOnClassPath.problem(loaded, true));
    }
  }

  @Test
  void aRelocatedOneIsJudgedByItself() throws Exception {
    Path relocated = okHttp("shaded.okhttp3", "5.4.0");
    try (URLClassLoader loader = loader(List.of(relocated, okHttp("okhttp3", "4.12.0")), null)) {
      Class<?> loaded = loader.loadClass("shaded.okhttp3.OkHttpClient");

      assertNull(OkHttpOnClassPath.problem(loaded, true));
    }
  }

  @Test
  void oneThatDoesNotTellItsVersionIsJudgedByItsApi() throws Exception {
    Path silent = okHttp("okhttp3", null);

    assertNull(problem(List.of(silent), true));
    String problem = problem(List.of(silent), false);
    assertNotNull(problem);
    assertTrue(problem.startsWith("OkHttp of unknown version is too old"), problem);
  }

  @Test
  void aLoaderWithoutFilesAsInANativeImageIsJudgedByTheApi() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(urls(List.of(okHttp("okhttp3", "5.4.0"))), null) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            throw new IOException("no files here");
          }
        }) {
      Class<?> loaded = loader.loadClass("okhttp3.OkHttpClient");

      assertNull(OkHttpOnClassPath.problem(loaded, true));
      String problem = OkHttpOnClassPath.problem(loaded, false);
      assertNotNull(problem);
      assertTrue(problem.contains("OkHttp 5.4.0 is too old"), problem);
      assertTrue(problem.contains("Found in: unknown."), problem);
    }
  }

  @Test
  void aNestedClassOfTheRealOneTellsTheSame() {
    assertNull(OkHttpOnClassPath.problem(Interceptor.Chain.class, true));
  }

  private static @Nullable String problem(List<Path> jars, boolean hasApi) throws Exception {
    try (URLClassLoader loader = loader(jars, null)) {
      return OkHttpOnClassPath.problem(loader.loadClass("okhttp3.OkHttpClient"), hasApi);
    }
  }

  private static URLClassLoader loader(List<Path> jars, @Nullable ClassLoader parent)
      throws IOException {
    return new URLClassLoader(urls(jars), parent);
  }

  private static URL[] urls(List<Path> jars) throws IOException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return urls;
  }

  /** A jar with the classes that are looked at; without a version, it is like OkHttp 3. */
  private Path okHttp(String packageName, @Nullable String version) throws IOException {
    String okHttpClient = "package %s; public class OkHttpClient {}".formatted(packageName);
    String okHttp =
        "package %s; public class OkHttp { public static final String VERSION = \"%s\"; }"
            .formatted(packageName, version);
    Path classes = Files.createTempDirectory(folder, "classes");
    compile(
        classes,
        version == null
            ? Map.of("OkHttpClient", okHttpClient)
            : Map.of("OkHttpClient", okHttpClient, "OkHttp", okHttp));
    Map<String, byte[]> entries = new java.util.TreeMap<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String entry = classes.relativize(file).toString().replace('\\', '/');
        entries.put(entry, Files.readAllBytes(file));
      }
    }
    return jar("okhttp-" + packageName + "-" + version + ".jar", entries);
  }

  private static void compile(Path into, Map<String, String> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Source> units =
        sources.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
    assertTrue(
        compiler
            .getTask(null, null, null, List.of("-d", into.toString(), "-proc:none"), null, units)
            .call());
  }

  private Path jar(String name, Map<String, byte[]> entries) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new JarEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return jar;
  }

  /** Source text in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className + ".java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** As web applications are loaded: what they bring themselves goes before what the server has. */
  private static final class ChildFirst extends URLClassLoader {
    ChildFirst(Path jar, ClassLoader parent) throws IOException {
      super(urls(List.of(jar)), parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        try {
          return loaded == null ? findClass(name) : loaded;
        } catch (ClassNotFoundException e) {
          return super.loadClass(name, resolve);
        }
      }
    }
  }
}
