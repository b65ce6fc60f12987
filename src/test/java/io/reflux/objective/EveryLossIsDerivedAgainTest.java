package io.reflux.objective;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.objective.catalogue.Objectives;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss of the catalogue has its derivation by plain loops, a test of the loss's own name. */
class EveryLossIsDerivedAgainTest {
  private static final List<Class<? extends PlainLoops>> FAMILIES =
      List.of(
          PlainTransferTest.class,
          PlainFeatureTest.class,
          PlainProxyTest.class,
          PlainPairTest.class,
          PlainTupleTest.class,
          PlainSelfTest.class,
          PlainAroundTest.class);

  static Set<String> names() {
    return Objectives.CATALOGUE.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyLossIsDerivedAgain(String name) {
    Set<String> tests =
        FAMILIES.stream()
            .flatMap(family -> Stream.of(family.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(java.lang.reflect.Method::getName)
            .collect(Collectors.toSet());
    assertThat(tests).contains(camel(name));
  }

  /** {@code n-pair} is {@code nPair}. */
  private static String camel(String name) {
    String[] words = name.split("-", -1);
    return words[0]
        + Arrays.stream(words, 1, words.length)
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
  }
}
