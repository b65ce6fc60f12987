package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.reflux.dataset.Datasets;
import io.reflux.method.Methods;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.sampler.Samplers;
import io.reflux.setting.Catalogue;
import io.reflux.setting.Defaults;
import io.reflux.train.Optimizers;
import io.reflux.train.Schedules;
import io.reflux.view.Views;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every name that a pipeline file may choose is built from its defaults alone. */
class CataloguesTest {
  /** What nothing but a file can say. */
  private static final Set<String> WITHOUT_DEFAULTS = Set.of("method sum");

  static Stream<Arguments> entries() {
    Map<String, Catalogue<?>> all =
        Map.of(
            "dataset", Datasets.CATALOGUE,
            "sampler", Samplers.CATALOGUE,
            "view", Views.CATALOGUE,
            "objective", Objectives.CATALOGUE,
            "method", Methods.CATALOGUE,
            "optimizer", Optimizers.CATALOGUE,
            "schedule", Schedules.CATALOGUE);
    return all.entrySet().stream()
        .flatMap(
            room ->
                room.getValue().names().stream()
                    .filter(name -> !WITHOUT_DEFAULTS.contains(room.getKey() + " " + name))
                    .map(name -> Arguments.of(room.getKey(), name, room.getValue())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("entries")
  void isBuiltFromItsDefaults(String room, String name, Catalogue<?> catalogue) {
    assertThatCode(() -> assertThat(catalogue.withDefaults(name)).isNotNull())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("entries")
  void isInTheMenu(String room, String name, Catalogue<?> catalogue) {
    // A loss is a method by its own name.
    boolean loss = room.equals("method") && Objectives.CATALOGUE.names().contains(name);
    assertThat(Defaults.known(loss ? "objective" : room)).contains(name);
  }
}
