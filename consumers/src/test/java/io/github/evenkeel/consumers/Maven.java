/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactDescriptorResult;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;

/**
 * Maven 3's model builder and resolver in this process, as Maven itself puts them together. It
 * resolves a hundred projects in the time in which Maven starts a few times.
 */
final class Maven implements AutoCloseable {
  private final Context context;
  private final Path folder;
  private int projects;

  /**
   * @param folder for the poms
   */
  Maven(Path folder) {
    ContextOverrides.Builder overrides =
        ContextOverrides.create()
            .withUserSettings(true)
            .offline(Boolean.getBoolean("maven.offline"))
            .withLocalRepositoryOverride(Path.of(System.getProperty("maven.localRepository")));
    this.context = Runtimes.INSTANCE.getRuntime().create(overrides.build());
    this.folder = folder;
  }

  ClassPath resolve(Pom pom) throws IOException, RepositoryException {
    // A version of its own, as Maven keeps the poms that it has read.
    String version = Integer.toString(++projects);
    Path file = Files.writeString(folder.resolve(version + ".xml"), pom.xml(version));
    DefaultRepositorySystemSession session =
        new DefaultRepositorySystemSession(context.repositorySystemSession());
    session.setWorkspaceReader(new BuiltModules(file));

    ArtifactDescriptorResult project =
        context
            .repositorySystem()
            .readArtifactDescriptor(
                session,
                new ArtifactDescriptorRequest(
                    new DefaultArtifact(Pom.GROUP, Pom.ARTIFACT, "pom", version),
                    context.remoteRepositories(),
                    null));
    CollectRequest collect =
        new CollectRequest()
            .setDependencies(project.getDependencies())
            .setManagedDependencies(project.getManagedDependencies())
            .setRepositories(context.remoteRepositories());
    List<ArtifactResult> results =
        context
            .repositorySystem()
            .resolveDependencies(session, new DependencyRequest(collect, null))
            .getArtifactResults();
    return new ClassPath(results.stream().map(ArtifactResult::getArtifact).toList());
  }

  @Override
  public void close() {
    context.close();
  }
}
