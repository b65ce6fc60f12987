package io.reflux;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Java 17 can't switch over types, so an actor could forget a message of its sealed protocol: akka
 * would drop it in silence. What an actor handles is read from its compiled methods: the classes
 * named where {@code onMessage} is called, in whichever phase.
 */
@AnalyzeClasses(packages = "io.reflux", importOptions = ImportOption.DoNotIncludeTests.class)
class EveryMessageIsHandledTest {
  private static final String PROTOCOL = "Command";

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
