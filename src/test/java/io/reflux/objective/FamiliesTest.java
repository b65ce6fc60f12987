package io.reflux.objective;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * No family of losses knows another: what two of them need lies in the room itself. Only the
 * catalogue knows them all.
 */
@AnalyzeClasses(
    packages = "io.reflux.objective",
    importOptions = ImportOption.DoNotIncludeTests.class)
class FamiliesTest {
  @ArchTest
  static final ArchRule familiesDoNotKnowEachOther =
      slices()
          .matching("io.reflux.objective.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(resideInAPackage("io.reflux.objective.catalogue"), alwaysTrue());
}
