/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls around this module. */
class ArchitectureTest {
  private final JavaClasses module =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.evenkeel.okhttp");

  @Test
  void itKnowsCoreAndOkHttpAndNothingElse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.net..",
            "io.github.evenkeel",
            "io.github.evenkeel.balancer",
            "io.github.evenkeel.discovery",
            "io.github.evenkeel.internal.option",
            "io.github.evenkeel.okhttp",
            "okhttp3",
            "okio",
            "kotlin..",
            "org.slf4j",
            "org.jspecify.annotations")
        .check(module);
  }

  @Test
  void itLeavesOkHttpsInternalsAlone() {
    noClasses().should().dependOnClassesThat().resideInAPackage("okhttp3.internal..").check(module);
  }
}
