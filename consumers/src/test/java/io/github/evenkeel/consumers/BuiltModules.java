/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.jspecify.annotations.Nullable;

/**
 * Hands Maven this build's modules from where they stand, and one user's pom. So nothing needs to
 * be installed, and nothing that was installed before is taken by mistake.
 */
final class BuiltModules implements WorkspaceReader {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Map<String, String> FOLDERS =
      Map.of(
          "evenkeel-parent", "",
          "evenkeel-bom", "bom",
          "evenkeel-core", "core",
          "evenkeel-okhttp", "okhttp-integration",
          "evenkeel-kubernetes", "k8s-discovery",
          "evenkeel-dns", "dns-discovery");

  private final WorkspaceRepository repository = new WorkspaceRepository("built");
  private final Path userPom;

  BuiltModules(Path userPom) {
    this.userPom = userPom;
  }

  @Override
  public WorkspaceRepository getRepository() {
    return repository;
  }

  @Override
  public @Nullable File findArtifact(Artifact artifact) {
    if (artifact.getGroupId().equals(Pom.GROUP)) {
      return userPom.toFile();
    }
    String folder = FOLDERS.get(artifact.getArtifactId());
    if (!artifact.getGroupId().equals("io.github.evenkeel") || folder == null) {
      return null;
    }
    Path module = ROOT.resolve(folder);
    return module
        .resolve(artifact.getExtension().equals("pom") ? "pom.xml" : "target/classes")
        .toFile();
  }

  @Override
  public List<String> findVersions(Artifact artifact) {
    return findArtifact(artifact) == null ? List.of() : List.of(artifact.getVersion());
  }
}
