/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import static io.github.evenkeel.consumers.Pom.dependency;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.eclipse.aether.artifact.Artifact;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In an executable jar of Spring Boot the libraries are jars within the jar. */
class BootJarTest {
  @TempDir Path folder;
  private Maven maven;

  @BeforeEach
  void startMaven() {
    maven = new Maven(folder);
  }

  @AfterEach
  void stopMaven() {
    maven.close();
  }

  @Test
  void oneOkHttpWorks() throws Exception {
    assertEquals("status 200", run(List.of(Readme.dependency("evenkeel-okhttp"))));
  }

  @Test
  void twoAreRefusedAndNamed() throws Exception {
    String printed =
        run(
            List.of(
                Readme.dependency("evenkeel-okhttp"),
                dependency("com.squareup.okhttp3:okhttp:4.12.0")));

    assertTrue(printed.startsWith("2 different OkHttps are on the class path"), printed);
    assertTrue(printed.contains("BOOT-INF/lib/okhttp-4.12.0.jar"), printed);
    assertTrue(printed.contains("BOOT-INF/lib/okhttp-jvm-"), printed);
  }

  private String run(List<String> dependencies) throws Exception {
    Path jar = folder.resolve("shop.jar");
    Path loader =
        only(
            Pom.of(
                List.of(),
                List.of(dependency("org.springframework.boot:spring-boot-loader:3.5.7"))));
    write(jar, loader, maven.resolve(Pom.of(List.of(Readme.bom()), dependencies)));

    Path errors = folder.resolve("errors.txt");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString())
            .redirectError(errors.toFile())
            .start();
    String printed = new String(java.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, java.waitFor(), Files.readString(errors));
    return printed.strip();
  }

  private Path only(Pom pom) throws Exception {
    return maven.resolve(pom).artifacts().get(0).getFile().toPath();
  }

  /** What Spring Boot's Maven plugin writes. */
  private static void write(Path jar, Path loader, ClassPath classPath) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(
        Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.JarLauncher");
    attributes.putValue("Start-Class", BootProgram.class.getName());
    attributes.putValue("Spring-Boot-Classes", "BOOT-INF/classes/");
    attributes.putValue("Spring-Boot-Lib", "BOOT-INF/lib/");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      try (InputStream in = Files.newInputStream(loader);
          JarInputStream entries = new JarInputStream(in)) {
        for (ZipEntry entry = entries.getNextEntry();
            entry != null;
            entry = entries.getNextEntry()) {
          if (entry.getName().endsWith(".class")) {
            store(out, entry.getName(), entries.readAllBytes());
          }
        }
      }
      store(out, "BOOT-INF/classes/", new byte[0]);
      for (Artifact artifact : classPath.artifacts()) {
        Path library = artifact.getFile().toPath();
        if (Files.isDirectory(library)) {
          storeClasses(out, library);
        } else {
          store(out, "BOOT-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
        }
      }
      storeClasses(out, Path.of("target", "test-classes"));
    }
  }

  private static void storeClasses(JarOutputStream out, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (!name.endsWith("-info.class")) {
          store(out, "BOOT-INF/classes/" + name, Files.readAllBytes(file));
        }
      }
    }
  }

  /** Not compressed, without which the launcher does not read a jar within. */
  private static void store(JarOutputStream out, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
