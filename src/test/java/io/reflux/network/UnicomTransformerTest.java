package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.setting.InputException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What golden cases don't say of Unicom's transformer; one holds outputs and gradients. */
class UnicomTransformerTest {
  private static final String SMALL =
      "backbone = unicom, width = 24, depth = 2, patch = 8, image-side = 32, components = 6, ";

  @Test
  void otherSidesThanItsOwnAreRefusedByTheLayerThatLooksAtAllPatches() {
    Network network = Settings.read(SMALL + "embedding = 0, pooling = own").build();
    assertThat(network.someSide()).isEqualTo(32);
    assertThat(network.embeddingSize()).isEqualTo(6);
    assertThatThrownBy(() -> network.outputShapes(40))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "image side: 25 patches (expected: 16, as of images of 32 pixels; a layer looks at all"
                + " of them)");
  }

  @Test
  void itsMapIsOfImagesOfAnySideWhereTheVectorIsNotAskedFor() {
    Network network = Settings.read(SMALL + "embedding = 4, pooling = average").build();
    assertThat(network.outputShapes(40).get("map1")).containsExactly(1, 24, 5, 5);
    assertThat(network.keys()).extracting(Key::name).noneMatch(name -> name.contains("feature."));
  }

  /** The sizes that its authors' files have, by their parameters: 12 w² + 11 w a block and more. */
  @ParameterizedTest
  @CsvSource({
    "'unicom-base', 768, 12, 32, 224, 512",
    "'unicom-base, patch = 16, components = 768', 768, 12, 16, 224, 768",
    "'unicom-large', 1024, 24, 14, 224, 768",
    "'unicom-large, image-side = 336', 1024, 24, 14, 336, 768"
  })
  void theirSizesArePublished(
      String backbone, long width, long depth, long patch, long side, long components) {
    Network network = Settings.read("embedding = 0, pooling = own, backbone = " + backbone).build();
    long places = (side / patch) * (side / patch);
    long cut = 3 * patch * patch * width + width + places * width;
    // Two norms; queries, keys and values without a bias; a projection; two layers of a perceptron.
    long block = 4 * width + 3 * width * width + width * width + width;
    block += 8 * width * width + 5 * width;
    long vector = places * width * width + 2 * width + width * components + 2 * components;
    long learnt =
        network.keys().stream()
            .filter(key -> key.kind().learns())
            .mapToLong(key -> Arrays.stream(key.shape()).reduce(1, Math::multiplyExact))
            .sum();
    assertThat(learnt).isEqualTo(cut + depth * block + 2 * width + vector);
    assertThat(network.embeddingSize()).isEqualTo(components);
  }
}
