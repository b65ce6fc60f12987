package io.reflux;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitReference;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Nothing is public that nothing outside its package uses, and nothing for the checks alone:
 * conformance looks at what users run. What it can't see there is named here, and nothing else.
 */
@AnalyzeClasses(packages = "io.reflux", importOptions = ImportOption.DoNotIncludeTests.class)
class PublicSurfaceTest {
  private static final String CHECKS = "conformance";

  private static final Set<String> TYPES =
      Set.of(
          // Published subsets of ImageNet are defined by it, for numbers of classes of all kinds.
          "dataset.NumpyPermutation",
          // A golden case has mean and variance; a probe answers how often it is right.
          "evaluate.Standardisation",
          // The odds by which a miner draws, from its own weights: no number of draws shows them.
          "miner.AnchorMiner",
          "miner.AnchorMiner$Picks",
          // Golden keys follow given students, each step of which is known.
          "train.MomentumUpdate",
          // Golden colours have the factor that a jitter draws.
          "view.Colors",
          "view.Hue",
          // Golden policies of alterations have the draws that torchvision made.
          "view.Alteration",
          "view.AugMix",
          "view.AugMix$Weights",
          "view.RandAugment",
          "view.RandomErase",
          "view.TrivialAugmentWide",
          // Golden pictures go through one step of a recipe, read from the catalogue of views.
          "view.Step");

  private static final Set<String> METHODS =
      Set.of(
          "dataset.NumpyPermutation.of",
          "evaluate.Standardisation.apply",
          "evaluate.Standardisation.of",
          // A plain number of what everybody holds.
          "engine.HostTensor.count",
          // Golden trajectories have the tuples that the original drew.
          "method.Method.withTuples",
          "miner.AnchorMiner.picks",
          "miner.AnchorMiner$Picks.first",
          "miner.AnchorMiner$Picks.isAnchor",
          "miner.AnchorMiner$Picks.second",
          "miner.AnchorMiner$Picks.triplet",
          "miner.MinerInput.size",
          // Golden DiVA mines by labels that the case has.
          "miner.MinerInput.withLabels",
          // A golden head takes vectors; in a pipeline it takes those of its backbone.
          "network.Heads.alone",
          "network.Lowering.onNumbers",
          // Golden masked images have patches that the original hid.
          "network.Network.hidingPatches",
          "train.MomentumUpdate.move",
          // Golden optimizers are given gradients, and their state is compared.
          "train.Optimizer.learningRate",
          "train.ViewImages.all",
          "view.Colors.brightness",
          "view.Colors.contrast",
          "view.Colors.saturation",
          "view.Hue.turned",
          "view.Alteration.of",
          "view.AugMix.mixed",
          "view.RandAugment.altered",
          "view.TrivialAugmentWide.altered",
          // Golden crops have the draws.
          "view.RandomErase.box",
          "view.RandomResizedCrop.box",
          "view.Step.apply");

  /** What is public though nothing beyond its package uses it. */
  private static final Set<String> UNUSED =
      Set.of(
          // Processes begin there.
          "cli.Main",
          // What golden cases are compared by, tests of other rooms compare by too.
          "conformance.checkpoints.ExactTensor",
          "conformance.checkpoints.TensorValues",
          "conformance.miners.TripletDistribution",
          // Akka makes it, by its name in the settings.
          "node.NodeSerializer");

  @ArchTest
  static void noTypeIsPublicThatIsNotUsedOutsideItsPackage(JavaClasses all) {
    Map<JavaClass, Set<String>> users = usersOfTypes(all);
    assertThat(
            all.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(item -> item.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(item -> !item.getPackageName().startsWith(Rooms.ROOT + "wire.proto"))
                .filter(
                    item ->
                        Set.of(item.getPackageName())
                            .containsAll(users.getOrDefault(item, Set.of())))
                .map(PublicSurfaceTest::name))
        .containsExactlyInAnyOrderElementsOf(UNUSED);
  }

  /**
   * The packages that use a type, or a type inside it: by its name, or by taking it from one method
   * and handing it to another.
   */
  private static Map<JavaClass, Set<String>> usersOfTypes(JavaClasses all) {
    Map<JavaClass, Set<String>> users = new HashMap<>();
    for (JavaClass user : all) {
      Stream<JavaClass> named =
          user.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass);
      Stream<JavaClass> handed =
          Stream.concat(
                  user.getCodeUnitCallsFromSelf().stream().map(JavaCall::getTarget),
                  user.getCodeUnitReferencesFromSelf().stream()
                      .map(JavaCodeUnitReference::getTarget))
              .flatMap(
                  target ->
                      Stream.concat(
                          Stream.of(target.getRawReturnType()),
                          target.getRawParameterTypes().stream()));
      Stream.concat(named, handed)
          .map(used -> outermost(used.getBaseComponentType()))
          .forEach(
              used ->
                  users.computeIfAbsent(used, any -> new HashSet<>()).add(user.getPackageName()));
    }
    return users;
  }

  private static JavaClass outermost(JavaClass item) {
    return item.getEnclosingClass().map(PublicSurfaceTest::outermost).orElse(item);
  }

  @ArchTest
  static void noTypeIsPublicForTheChecksAlone(JavaClasses all) {
    assertThat(
            all.stream()
                .filter(item -> item.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(item -> isForChecksAlone(item, users(item)))
                .map(PublicSurfaceTest::name))
        .containsExactlyInAnyOrderElementsOf(TYPES);
  }

  @ArchTest
  static void noMethodIsPublicForTheChecksAlone(JavaClasses all) {
    Set<String> found =
        all.stream()
            .flatMap(item -> item.getMethods().stream())
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(PublicSurfaceTest::isOwn)
            .filter(method -> isForChecksAlone(method.getOwner(), users(method)))
            .map(method -> name(method.getOwner()) + "." + method.getName())
            .collect(Collectors.toSet());
    assertThat(found).containsExactlyInAnyOrderElementsOf(METHODS);
  }

  /** Whether, of all beyond its own package, the checks alone use it. */
  private static boolean isForChecksAlone(JavaClass item, Stream<JavaClass> users) {
    Set<String> others =
        users
            .filter(user -> !user.getPackageName().equals(item.getPackageName()))
            .map(user -> Rooms.of(user).orElseThrow().name())
            .collect(Collectors.toSet());
    return !Rooms.of(item).orElseThrow().name().equals(CHECKS) && others.equals(Set.of(CHECKS));
  }

  private static Stream<JavaClass> users(JavaClass item) {
    return item.getDirectDependenciesToSelf().stream().map(use -> use.getOriginClass());
  }

  private static Stream<JavaClass> users(JavaMethod method) {
    return Stream.concat(
        method.getCallsOfSelf().stream().map(call -> call.getOriginOwner()),
        method.getReferencesToSelf().stream().map(reference -> reference.getOriginOwner()));
  }

  /** False for what is public because a record, an enum or a supertype has it so. */
  private static boolean isOwn(JavaMethod method) {
    JavaClass owner = method.getOwner();
    boolean accessor =
        owner.isRecord()
            && method.getRawParameterTypes().isEmpty()
            && owner.tryGetField(method.getName()).isPresent();
    boolean constants = owner.isEnum() && Set.of("valueOf", "values").contains(method.getName());
    return !accessor
        && !constants
        && Stream.concat(
                owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
            .noneMatch(above -> has(above, method));
  }

  private static boolean has(JavaClass above, JavaMethod method) {
    String[] types =
        method.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
    return above.tryGetMethod(method.getName(), types).isPresent();
  }

  private static String name(JavaClass item) {
    return item.getName().substring(Rooms.ROOT.length());
  }
}
