/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.aether.artifact.Artifact;

/** What a project has at run time, in Maven's order. */
record ClassPath(List<Artifact> artifacts) {

  /** The artifacts of a group, as {@code artifact:version}. */
  List<String> ofGroup(String group) {
    return artifacts.stream()
        .filter(artifact -> artifact.getGroupId().equals(group))
        .map(artifact -> artifact.getArtifactId() + ":" + artifact.getVersion())
        .toList();
  }

  /** The files that hold a class. */
  List<String> holding(String className) throws IOException {
    try (URLClassLoader loader = open()) {
      return Collections.list(loader.getResources(className.replace('.', '/') + ".class")).stream()
          .map(URL::toString)
          .toList();
    }
  }

  /**
   * Runs a class of these tests on this class path, and nothing else. The class loader stays open:
   * threads that end after the program still load classes.
   */
  Object run(Class<? extends java.util.concurrent.Callable<?>> program) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      URLClassLoader loader = open();
      thread.setContextClassLoader(loader);
      Object instance = loader.loadClass(program.getName()).getDeclaredConstructor().newInstance();
      return instance.getClass().getMethod("call").invoke(instance);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw e;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private URLClassLoader open() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Artifact artifact : artifacts) {
      urls.add(artifact.getFile().toURI().toURL());
    }
    urls.add(Path.of("target", "test-classes").toUri().toURL());
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
