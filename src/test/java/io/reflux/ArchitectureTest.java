package io.reflux;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.reflux.Rooms.Room;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** Holds {@link Rooms the map of the rooms}. */
@AnalyzeClasses(packages = "io.reflux", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Set<String> FREED_NUMBERS =
      Set.of("mul", "muli", "div", "divi", "pow", "powi", "maximum", "minimum", "mod", "modi");

  @ArchTest
  static final ArchRule importsPointUpTheList =
      classes().should(see("only rooms above their own", ArchitectureTest::isAbove));

  @ArchTest
  static final ArchRule theOutsideIsSeenThroughTheTable =
      classes()
          .should(see("of others' code only what their room may", ArchitectureTest::isAllowed));

  @ArchTest
  static final ArchRule onlyWireSeesGeneratedClasses =
      noClasses()
          .that()
          .resideOutsideOfPackages(Rooms.packages("wire"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.reflux.wire.proto..");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("io.reflux.(**)").should().beFreeOfCycles();

  /** One simple name stands for one thing in all rooms. */
  @ArchTest
  static void simpleNamesAreOfOneRoom(JavaClasses all) {
    assertThat(
            all.stream()
                .filter(
                    type ->
                        type.isTopLevelClass()
                            && !type.getPackageName().startsWith("io.reflux.wire.proto"))
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.equals("package-info")))
        .doesNotHaveDuplicates();
  }

  /**
   * DJL's operations with a Java number free its memory at once, though the backward pass reads it
   * again: after a garbage collection between the two, gradients are wrong. No room does so, also
   * where nothing goes backward.
   */
  @ArchTest
  static final ArchRule numbersLiveUntilTheBackwardPass =
      noClasses()
          .should()
          .callMethodWhere(
              new DescribedPredicate<JavaMethodCall>("a number enters the graph as DJL's own") {
                @Override
                public boolean test(JavaMethodCall call) {
                  return call.getTargetOwner().isAssignableTo(NDArray.class)
                      && FREED_NUMBERS.contains(call.getName())
                      && call.getTarget().getRawParameterTypes().stream()
                          .anyMatch(type -> type.isEquivalentTo(Number.class));
                }
              });

  /** DJL would choose a GPU where there is one. */
  @ArchTest
  static final ArchRule everyBaseManagerHasADevice =
      noClasses().should().callMethod(Engine.class, "newBaseManager");

  /** Both cut the gradient, and a copy for another device is given an owner that nobody closes. */
  @ArchTest
  static final ArchRule onlyEngineMovesTensors =
      noClasses()
          .that()
          .resideOutsideOfPackages(Rooms.packages("engine"))
          .should()
          .callMethodWhere(
              new DescribedPredicate<JavaMethodCall>("a tensor goes to another device or owner") {
                @Override
                public boolean test(JavaMethodCall call) {
                  return call.getTargetOwner().isAssignableTo(NDArray.class)
                      && Set.of("toDevice", "detach").contains(call.getName());
                }
              });

  @ArchTest
  static final ArchRule reportsAreMadeOfFiles =
      noClasses()
          .that()
          .resideInAPackage("io.reflux.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.reflux.stage..", "io.reflux.task..", "io.reflux.run..");

  @ArchTest
  static final ArchRule theStatusIsWhatStagesTellAndRunDirectoriesHold =
      noClasses()
          .that()
          .resideInAPackage("io.reflux.status..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.reflux.task..", "io.reflux.run..");

  @ArchTest
  static void everyClassIsInARoomAndEveryRoomHasClasses(JavaClasses all) {
    assertThat(all).allMatch(item -> Rooms.of(item).isPresent());
    for (Room room : Rooms.ALL) {
      assertThat(all.stream().filter(room::holds).map(JavaClass::getSimpleName))
          .as(room.name())
          .contains("package-info")
          .hasSizeGreaterThan(1);
    }
  }

  /** A line of the table that nothing needs any more would let something in unseen. */
  @ArchTest
  static void theTableAllowsNothingThatIsNotSeen(JavaClasses all) {
    for (Room room : Rooms.ALL) {
      Set<String> seen =
          all.stream()
              .filter(room::holds)
              .flatMap(item -> item.getDirectDependenciesFromSelf().stream())
              .flatMap(d -> room.allows(d.getTargetClass().getPackageName()).stream())
              .collect(Collectors.toSet());
      assertThat(seen).as(room.name()).containsAll(room.outside());
    }
  }

  private static boolean isAbove(Room own, Dependency dependency) {
    return !Rooms.isInside(dependency)
        || Rooms.of(dependency.getTargetClass())
            .filter(other -> Rooms.ALL.indexOf(other) <= Rooms.ALL.indexOf(own))
            .isPresent();
  }

  private static boolean isAllowed(Room own, Dependency dependency) {
    return Rooms.isInside(dependency)
        || own.allows(dependency.getTargetClass().getPackageName()).isPresent();
  }

  private static ArchCondition<JavaClass> see(
      String what, BiPredicate<Room, Dependency> mayBeSeen) {
    return new ArchCondition<>("see " + what) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        Room own = Rooms.of(item).orElseThrow();
        item.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> !mayBeSeen.test(own, dependency))
            .forEach(d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
      }
    };
  }
}
