package io.reflux.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import io.reflux.engine.HostTensor;
import io.reflux.method.Weightings;
import io.reflux.network.EmbeddingHead;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WeightedPartsTest {
  private static final Images IMAGES = new Images(ByteBuffer.allocateDirect(0), 2, 1);

  @Test
  void partsAreWeightedAndRowsHaveLengthOneAgain() {
    float[] rows = weighted(true, Map.of("a", 0.5, "b", 2.0));
    double length = Math.sqrt(0.25 + 4);
    assertThat(rows[0]).isCloseTo((float) (0.5 / length), within(1e-6f));
    assertThat(rows[3]).isCloseTo((float) (2 / length), within(1e-6f));
    assertThat(rows[5]).isCloseTo((float) (0.5 / length), within(1e-6f));
    assertThat(rows[6]).isCloseTo((float) (-2 / length), within(1e-6f));
  }

  @Test
  void withoutLengthsTheyAreOnlyWeighted() {
    assertThat(weighted(false, Map.of("b", 3.0))).containsExactly(0, 0, 0, 3, 0, 0, -3, 0);
  }

  @Test
  void withoutWeightsNothingStandsBetween() {
    FrozenModel model = model();
    assertThat(WeightedParts.of(model, head(true), Weightings.NONE)).isSameAs(model);
  }

  private static float[] weighted(boolean unit, Map<String, Double> weights) {
    Weightings weightings = new Weightings(weights, Map.of("half", Map.of("a", 0.5)));
    Map<String, HostTensor> outputs =
        WeightedParts.of(model(), head(unit), weightings).infer(IMAGES);
    float[] half = Objects.requireNonNull(outputs.get("embedding/half")).floats();
    assertThat(half[0]).isEqualTo(unit ? 1 : 0.5f);
    assertThat(half[6]).isZero();
    return Objects.requireNonNull(outputs.get("embedding")).floats();
  }

  private static EmbeddingHead head(boolean unit) {
    String written = "embedding = 2, parts = [a, b], l2-norm = " + unit;
    Section section =
        new Section(ConfigFactory.parseString(written).root(), Defaults.NONE, "", new Problems());
    return NetworkSettings.read(section).head();
  }

  /** Two rows of two unit parts each. */
  private static FrozenModel model() {
    return new FrozenModel() {
      @Override
      public Map<String, HostTensor> infer(Images images) {
        return Map.of(
            "embedding", HostTensor.of(new float[] {1, 0, 0, 1, 0, 1, -1, 0}, images.rows(), 4));
      }

      @Override
      public int liveTensors() {
        return 0;
      }

      @Override
      public void close() {}
    };
  }
}
