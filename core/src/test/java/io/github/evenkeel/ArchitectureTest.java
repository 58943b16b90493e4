/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls of core. They hold for every class: none is exempt by name. */
class ArchitectureTest {
  private static final Path MAIN_CLASSES = Path.of("target/classes");
  private static final JavaClasses CORE = new ClassFileImporter().importPath(MAIN_CLASSES);

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

  /** A package that is new has to be given its place here. */
  @Test
  void roomsKnowOnlyTheApiAndTheRoomsBelowThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("API")
        .definedBy("io.github.evenkeel")
        .layer("discovery")
        .definedBy("io.github.evenkeel.discovery")
        .layer("observe")
        .definedBy("io.github.evenkeel.observe")
        .layer("option")
        .definedBy("io.github.evenkeel.internal.option")
        .layer("host")
        .definedBy("io.github.evenkeel.internal.host")
        .layer("limit")
        .definedBy("io.github.evenkeel.internal.limit")
        .layer("load")
        .definedBy("io.github.evenkeel.internal.load")
        .layer("pick")
        .definedBy("io.github.evenkeel.internal.pick")
        .layer("hash")
        .definedBy("io.github.evenkeel.internal.pick.hash")
        .layer("health")
        .definedBy("io.github.evenkeel.internal.health")
        .layer("eligible")
        .definedBy("io.github.evenkeel.internal.eligible")
        .layer("balancer")
        .definedBy("io.github.evenkeel.balancer")
        .whereLayer("option")
        .mayNotAccessAnyLayer()
        .whereLayer("API")
        .mayOnlyAccessLayers("option")
        .whereLayer("discovery")
        .mayOnlyAccessLayers("API", "option")
        .whereLayer("observe")
        .mayOnlyAccessLayers("API", "option")
        .whereLayer("host")
        .mayOnlyAccessLayers("API")
        .whereLayer("limit")
        .mayOnlyAccessLayers("API", "option", "host")
        .whereLayer("load")
        .mayOnlyAccessLayers("API", "host")
        .whereLayer("pick")
        .mayOnlyAccessLayers("API", "host", "limit", "load")
        .whereLayer("hash")
        .mayOnlyAccessLayers("API", "host", "limit", "load", "pick")
        .whereLayer("health")
        .mayOnlyAccessLayers("API", "option", "observe", "host")
        .whereLayer("eligible")
        .mayOnlyAccessLayers("API", "observe", "host")
        .whereLayer("balancer")
        .mayOnlyAccessLayers(
            "API",
            "option",
            "observe",
            "host",
            "eligible",
            "health",
            "limit",
            "load",
            "pick",
            "hash")
        .ensureAllClassesAreContainedInArchitecture()
        .check(CORE);
  }

  @Test
  void packagesFormNoCircle() {
    slices()
        .assignedFrom(each("package", JavaClass::getPackageName))
        .should()
        .beFreeOfCycles()
        .check(CORE);
  }

  @Test
  void filesFormNoCircle() {
    slices()
        .assignedFrom(each("file", type -> topLevel(type).getName()))
        .should()
        .beFreeOfCycles()
        .check(CORE);
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
  }

  private static SliceAssignment each(String what, Function<JavaClass, String> name) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return SliceIdentifier.of(name.apply(type));
      }

      @Override
      public String getDescription() {
        return "each " + what;
      }
    };
  }

  @Test
  void guavaIsInNoSignatureThatUsersSee() throws IOException {
    classes()
        .that()
        .resideInAnyPackage(exportedPackages())
        .and()
        .arePublic()
        .should(haveNoGuavaInTheirSignatures())
        .check(CORE);
  }

  private static String[] exportedPackages() throws IOException {
    try (InputStream file = Files.newInputStream(MAIN_CLASSES.resolve("module-info.class"))) {
      return ModuleDescriptor.read(file).exports().stream()
          .filter(export -> !export.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .toArray(String[]::new);
    }
  }

  @Test
  void onlyTheControlPathAndRequestsThatWaitTakeLocks() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.github.evenkeel.balancer")
        .and()
        .doNotHaveFullyQualifiedName("io.github.evenkeel.internal.limit.PendingRequests")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent.locks..")
        .because(
            "only the control path is serialised by a lock, and the queue, which no request meets"
                + " while there is room")
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
        signature(type)
            .flatMap(part -> part.getAllInvolvedRawTypes().stream())
            .filter(guava)
            .forEach(
                found ->
                    events.add(
                        SimpleConditionEvent.violated(
                            type, type.getName() + " shows " + found.getName())));
      }
    };
  }

  private static Stream<JavaType> signature(JavaClass type) {
    List<JavaType> parts = new ArrayList<>(type.getInterfaces());
    type.getSuperclass().ifPresent(parts::add);
    for (JavaCodeUnit unit : type.getCodeUnits()) {
      if (isVisible(unit.getModifiers())) {
        parts.add(unit.getReturnType());
        parts.addAll(unit.getParameterTypes());
        parts.addAll(unit.getExceptionTypes());
      }
    }
    for (JavaField field : type.getFields()) {
      if (isVisible(field.getModifiers())) {
        parts.add(field.getType());
      }
    }
    return parts.stream();
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }
}
