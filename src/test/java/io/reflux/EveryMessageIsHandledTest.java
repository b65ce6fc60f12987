package io.reflux;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Java 17 can't switch over types, so an actor could forget a message of its sealed protocol: akka
 * would drop it in silence. Every message is made of samples and sent to its actor in each of its
 * phases, one of which must take it; a handler that fails on samples has taken it. What an actor
 * handles is also read from its compiled methods: the classes named where {@code onMessage} is
 * called.
 */
@AnalyzeClasses(packages = "io.reflux", importOptions = ImportOption.DoNotIncludeTests.class)
class EveryMessageIsHandledTest {
  private static final String PROTOCOL = "Command";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @ArchTest
  static void byItsActor(JavaClasses all) {
    Set<Class<?>> handled = handled(all);
    assertThat(protocols(all))
        .hasSizeGreaterThan(5)
        .allSatisfy(
            protocol ->
                assertThat(messages(protocol))
                    .as(protocol.getName())
                    .isNotEmpty()
                    .allMatch(handled::contains));
  }

  @ArchTest
  static void whenItIsSent(JavaClasses all) throws IOException {
    ActorTestKit kit = ActorTestKit.create(ConfigFactory.load());
    Path folder = Files.createTempDirectory("samples");
    try {
      assertThat(protocols(all))
          .allSatisfy(
              protocol ->
                  assertThat(unhandled(kit, protocol, folder)).as(protocol.getName()).isEmpty());
    } finally {
      kit.shutdownTestKit();
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The messages that no phase takes, as an actor of the test kit's finds them. */
  private static List<Class<?>> unhandled(ActorTestKit kit, Class<?> protocol, Path folder) {
    TestProbe<List<Class<?>>> found = kit.createTestProbe();
    kit.spawn(
        Behaviors.<Object>setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      Samples samples = new Samples(context, timers, folder);
                      List<Behavior<Object>> phases =
                          Phases.of(protocol.getEnclosingClass(), samples, context);
                      found
                          .ref()
                          .tell(
                              messages(protocol)
                                  .filter(
                                      message ->
                                          phases.stream()
                                              .noneMatch(
                                                  phase ->
                                                      takes(phase, context, samples.of(message))))
                                  .collect(Collectors.toList()));
                      return Behaviors.stopped();
                    })));
    return found.receiveMessage(PATIENCE);
  }

  private static boolean takes(
      Behavior<Object> phase, ActorContext<Object> context, @Nullable Object message) {
    try {
      return message != null
          && !Behavior.isUnhandled(Behavior.interpretMessage(phase, context, message));
    } catch (Exception failsOnSamples) {
      return true;
    }
  }

  /** What is handled belongs to one of them, so none has another name and escapes. */
  @ArchTest
  static void protocolsAreFound(JavaClasses all) {
    assertThat(protocols(all)).allMatch(Class::isSealed);
    assertThat(protocols(all).flatMap(EveryMessageIsHandledTest::messages))
        .containsAll(handled(all));
  }

  private static Stream<Class<?>> protocols(JavaClasses all) {
    return all.stream()
        .filter(item -> item.isInterface() && item.getSimpleName().equals(PROTOCOL))
        .map(JavaClass::reflect);
  }

  /** All that a sealed type permits, also by way of sealed types inside. */
  private static Stream<Class<?>> messages(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(EveryMessageIsHandledTest::messages)
        : Stream.of(type);
  }

  private static Set<Class<?>> handled(JavaClasses all) {
    return all.stream()
        .flatMap(item -> item.getCodeUnits().stream())
        .filter(EveryMessageIsHandledTest::buildsABehavior)
        .flatMap(unit -> unit.getReferencedClassObjects().stream())
        .map(ReferencedClassObject::getRawType)
        .filter(type -> type.getPackageName().startsWith(Rooms.ROOT))
        .map(JavaClass::reflect)
        .flatMap(EveryMessageIsHandledTest::messages)
        .collect(Collectors.toSet());
  }

  private static boolean buildsABehavior(JavaCodeUnit unit) {
    return unit.getMethodCallsFromSelf().stream()
        .anyMatch(
            call ->
                call.getName().startsWith("onMessage")
                    && call.getTargetOwner().getPackageName().startsWith("akka.actor.typed"));
  }
}
