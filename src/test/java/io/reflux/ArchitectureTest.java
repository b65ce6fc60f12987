package io.reflux;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Set;

/** Holds the map of the rooms: a room imports only rooms above it in the list. */
@AnalyzeClasses(packages = "io.reflux", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.reflux.";

  private static final List<String> ROOMS =
      List.of(
          "setting",
          "chance",
          "wire",
          "engine",
          "dataset",
          "sampler",
          "intake",
          "view",
          "batch",
          "weights",
          "network",
          "teacher",
          "miner",
          "objective",
          "method",
          "train",
          "evaluate",
          "checkpoint",
          "delivery",
          "pipeline",
          "stream",
          "rundir",
          "stage",
          "task",
          "run",
          "status",
          "report",
          "conformance",
          "bench",
          "cli");

  private static final Set<String> FREED_NUMBERS =
      Set.of("mul", "muli", "div", "divi", "pow", "powi", "maximum", "minimum", "mod", "modi");

  @ArchTest
  static final ArchRule importsPointUpTheList =
      ArchRuleDefinition.classes()
          .should(
              new ArchCondition<JavaClass>("depend only on rooms above their own") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                  int own = ROOMS.indexOf(room(item));
                  if (own < 0) {
                    events.add(
                        SimpleConditionEvent.violated(item, item.getName() + " is in no room"));
                  }
                  item.getDirectDependenciesFromSelf().stream()
                      .filter(d -> d.getTargetClass().getPackageName().startsWith(ROOT))
                      .filter(d -> ROOMS.indexOf(room(d.getTargetClass())) > own)
                      .forEach(
                          d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
                }
              });

  @ArchTest
  static final ArchRule onlyEngineSeesPyTorchInternals =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.reflux.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl.pytorch..");

  @ArchTest
  static final ArchRule onlyWireSeesProtobuf =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.reflux.wire..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.protobuf..");

  @ArchTest
  static final ArchRule onlyRunAndAboveSeeActors =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.reflux.stream..",
              "io.reflux.stage..",
              "io.reflux.task..",
              "io.reflux.run..",
              "io.reflux.status..",
              "io.reflux.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("akka.actor..");

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

  private static String room(JavaClass item) {
    String name = item.getPackageName();
    if (!name.startsWith(ROOT)) {
      return "";
    }
    String rest = name.substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
