/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls of core. */
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.evenkeel");

  @Test
  void dependsOnTheJdkAndLittleElse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.github.evenkeel..",
            "java..",
            "org.slf4j..",
            "com.google.common..",
            "org.jspecify..")
        .check(CORE);
  }

  @Test
  void guavaIsInNoPublicSignature() {
    classes().that().arePublic().should(haveNoGuavaInTheirSignatures()).check(CORE);
  }

  @Test
  void theDataPathTakesNoLocks() {
    noClasses()
        .that()
        .doNotHaveSimpleName("SnapshotLoadBalancer")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent.locks..")
        .because("only the control path of the balancer is serialised by a lock")
        .check(CORE);
  }

  @Test
  void nothingIsSynchronized() throws IOException {
    noMethods().should().haveModifier(SYNCHRONIZED).check(CORE);

    // Class files do not tell of blocks by any means that ArchUnit has.
    List<String> blocks = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.matches("\\s*synchronized\\b.*"))
            .forEach(line -> blocks.add(file + ":" + line));
      }
    }
    assertEquals(List.of(), blocks);
  }

  private static ArchCondition<JavaClass> haveNoGuavaInTheirSignatures() {
    DescribedPredicate<JavaClass> guava =
        JavaClass.Predicates.resideInAPackage("com.google.common..");
    return new ArchCondition<>("have no Guava type in their signatures") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaCodeUnit unit : type.getCodeUnits()) {
          if (isVisible(unit.getModifiers())) {
            Stream.concat(
                    unit.getReturnType().getAllInvolvedRawTypes().stream(),
                    unit.getParameterTypes().stream()
                        .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()))
                .filter(guava)
                .forEach(
                    found ->
                        events.add(
                            SimpleConditionEvent.violated(
                                unit, unit.getFullName() + " shows " + found.getName())));
          }
        }
        for (JavaField field : type.getFields()) {
          if (isVisible(field.getModifiers()) && guava.test(field.getRawType())) {
            events.add(SimpleConditionEvent.violated(field, field.getFullName() + " is of Guava"));
          }
        }
      }
    };
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }
}
