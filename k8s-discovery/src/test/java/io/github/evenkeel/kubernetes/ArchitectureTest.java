/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final JavaClasses module =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.evenkeel.kubernetes");

  @Test
  void discoveryKnowsCoreAndTheKubernetesClientAndNothingElse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "io.github.evenkeel",
            "io.github.evenkeel.discovery",
            "io.github.evenkeel.internal.option",
            "io.github.evenkeel.kubernetes",
            "io.fabric8.kubernetes..",
            "org.slf4j..",
            "org.jspecify..")
        .check(module);
  }

  @Test
  void discoveryNeverTouchesOkHttp() {
    noClasses().should().dependOnClassesThat().resideInAPackage("okhttp3..").check(module);
  }
}
