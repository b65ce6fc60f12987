package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.engine.HostTensor;
import io.reflux.network.FirstWeights;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warm-up that trains embedding and proxies alone, as LabelRelaxation's {@code --warm}. */
class FrozenTrunkTest {
  private static final String TEXT =
      """
      name = warm
      seed = 5
      data { dataset = image-folder, root = "PACK" }
      tasks = [ { name = target
        train {
          network { backbone = conv4, widths = [8, 8, 8, 8], embedding = 16, bn-freeze = FREEZE }
          method { type = proxy-anchor }
          optimizer { lr = 3e-3, weight-decay = 0.1
            groups { backbone { frozen = 1 epoch, lr-scale = 0.5 }, proxies { lr-scale = 10 } } }
          sampler { batch-size = 8, images-per-class = 2 }
          views {
            train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
            test { steps = [ { type = resize, side = 16, square = true } ] }
          }
          epochs = EPOCHS
        } } ]
      """;

  @TempDir static Path packFolder;
  @TempDir Path folder;

  @BeforeAll
  static void write() throws IOException {
    TinyPack.write(packFolder);
  }

  @Test
  void theTrunkGetsNoUpdateWhileItIsFrozen() throws Exception {
    assertThat(moved("none", 1))
        .as("the embedding layer learns, and batch norm gathers statistics")
        .contains("embedding.weight", "embedding.bias")
        .anyMatch(key -> key.endsWith("running_mean"))
        .allMatch(
            key ->
                key.startsWith("embedding.")
                    || key.endsWith("running_mean")
                    || key.endsWith("running_var")
                    || key.endsWith("num_batches_tracked"));
  }

  @Test
  void withFrozenBatchNormTheTrunkStandsStillAltogether() throws Exception {
    assertThat(moved("all", 1)).containsExactlyInAnyOrder("embedding.weight", "embedding.bias");
    assertThat(moved("statistics", 1))
        .containsExactlyInAnyOrder("embedding.weight", "embedding.bias");
  }

  @Test
  void afterwardsAllOfItLearns() throws Exception {
    Set<String> still = new TreeSet<>(start("none").keySet());
    still.removeAll(moved("none", 2));
    assertThat(still).isEmpty();
    assertThat(moved("all", 2))
        .anyMatch(key -> !key.startsWith("embedding."))
        .noneMatch(key -> key.contains("running_") || key.contains("num_batches"));
  }

  /** The tensors that are others than at the beginning. */
  private Set<String> moved(String freeze, int epochs) throws Exception {
    Trial trial =
        Trial.of(pipeline(freeze, epochs), folder.resolve("run-" + freeze + "-" + epochs));
    trial.completed();
    Map<String, HostTensor> start = start(freeze);
    Map<String, HostTensor> end =
        FirstWeights.read(trial.directory().model("target", "target", "last"));
    assertThat(end.keySet()).isEqualTo(start.keySet());
    return end.entrySet().stream()
        .filter(each -> !each.getValue().equals(start.get(each.getKey())))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Map<String, HostTensor> start(String freeze) throws Exception {
    Learn learn = (Learn) pipeline(freeze, 1).tasks().get(0).work();
    return learn
        .students()
        .values()
        .iterator()
        .next()
        .network()
        .build()
        .initialWeights(Chance.of(5).at("weights"));
  }

  private static Pipeline pipeline(String freeze, int epochs) throws Exception {
    String text =
        TEXT.replace("PACK", packFolder.toString())
            .replace("FREEZE", freeze)
            .replace("EPOCHS", String.valueOf(epochs));
    return Pipeline.parse(text, packFolder);
  }
}
