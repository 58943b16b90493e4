/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The walls around this module. */
class ArchitectureTest {
  private static final String INTERNAL = "io.github.evenkeel.okhttp.internal";

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
            "io.github.evenkeel.observe",
            "io.github.evenkeel.okhttp..",
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

  /** Each room may know those below it, and its neighbours where the list says so. */
  @Test
  void anArrowNeverRunsBackUp() {
    Map<String, List<String>> below =
        Map.of(
            "service", List.of(),
            "transport", List.of("service"),
            "recycling", List.of("transport"),
            "check", List.of("service", "transport"),
            "call", List.of("service", "transport"),
            "retry", List.of("service", "call"),
            "hedging", List.of("call", "retry"));
    below.forEach(
        (room, known) ->
            noClasses()
                .that()
                .resideInAPackage(INTERNAL + "." + room)
                .should()
                .dependOnClassesThat(
                    resideInAPackage(INTERNAL + ".*")
                        .and(not(resideInAPackage(INTERNAL + "." + room)))
                        .and(
                            not(
                                resideInAnyPackage(
                                    known.stream()
                                        .map(each -> INTERNAL + "." + each)
                                        .toArray(String[]::new)))))
                .check(module));
    noClasses()
        .that()
        .resideInAPackage(INTERNAL)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(INTERNAL + ".*")
        .check(module);
  }

  @Test
  void everyRoomIsListed() {
    Set<String> rooms =
        module.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(INTERNAL + "."))
            .map(name -> name.substring(INTERNAL.length() + 1))
            .collect(Collectors.toSet());
    assertEquals(
        Set.of("service", "transport", "recycling", "check", "call", "retry", "hedging"), rooms);
  }

  /** Of the API, rooms know what users meet in requests and exceptions, and no builder. */
  @Test
  void noRoomKnowsABuilder() {
    noClasses()
        .that()
        .resideInAPackage(INTERNAL + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.github.evenkeel.okhttp")
                .and(
                    not(
                        belongToAnyOf(
                            AffinityKey.class,
                            Idempotency.class,
                            MisuseException.class,
                            NoEndpointsPolicy.class,
                            OutcomeClassifier.class))))
        .check(module);
  }
}
