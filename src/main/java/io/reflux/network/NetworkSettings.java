package io.reflux.network;

import io.reflux.setting.Defaults;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network as a pipeline file describes it.
 *
 * @param backbone what comes before pooling
 * @param head what makes the embedding
 * @param keys whose names the tensors have
 * @param precision the arithmetic of its programs
 * @param freeze what of batch norm stands still in training
 * @param normalization how pixels are scaled
 * @param weights a file of weights to start from
 */
public record NetworkSettings(
    Backbone backbone,
    EmbeddingHead head,
    KeyStyle keys,
    Precision precision,
    NormFreeze freeze,
    Normalization normalization,
    Optional<String> weights) {

  /**
   * Reads a {@code network} section. Keys of the section that the caller reads itself (a device, a
   * name) have to be read before: at the end, every key that nobody asked for is a problem.
   */
  public static NetworkSettings read(Section section) {
    Section common = section.withDefaults(Defaults.of("network.any"));
    EmbeddingHead head =
        new EmbeddingHead(
            common.whole("embedding", Range.NOT_NEGATIVE),
            common.oneOf("pooling", POOLINGS),
            common.flag("l2-norm"));
    KeyStyle keys = common.oneOf("keys", KeyStyle.NAMES);
    Precision precision = common.oneOf("precision", PRECISIONS);
    NormFreeze freeze = common.oneOf("bn-freeze", FREEZES);
    Normalization normalization = normalization(common.section("normalization"));
    Optional<String> weights =
        common.has("weights") ? Optional.of(common.text("weights")) : Optional.empty();
    Backbone backbone = Backbones.CATALOGUE.read(section, "backbone");
    return new NetworkSettings(backbone, head, keys, precision, freeze, normalization, weights);
  }

  /** The names of precisions in a pipeline file. */
  public static final Map<String, Precision> PRECISIONS =
      Choices.with(
          Choices.of("float32", Precision.FLOAT32, "bfloat16", Precision.BFLOAT16),
          "float64",
          Precision.FLOAT64);

  private static final Map<String, Pooling> POOLINGS =
      Choices.with(
          Choices.of("average", Pooling.AVERAGE, "max", Pooling.MAX),
          "average-max",
          Pooling.AVERAGE_MAX);

  private static final Map<String, NormFreeze> FREEZES =
      Choices.with(
          Choices.of("none", NormFreeze.NONE, "statistics", NormFreeze.STATISTICS),
          "all",
          NormFreeze.ALL);

  /** The described network. */
  public Network build() {
    Wiring wiring = Wiring.blank();
    Signal image = wiring.image();
    Wiring trunk = wiring.within(keys.prefix());
    Signal map = backbone.draw(trunk, image);
    keys.unused().ifPresent(name -> trunk.unusedLinear(name, map.channels(), 1000));
    head.draw(trunk, map, keys.embedding());
    return new Network(wiring.graph(), normalization, freeze);
  }

  private static Normalization normalization(Section section) {
    List<Double> mean = section.numbers("mean", Range.ANY);
    List<Double> deviation = section.numbers("deviation", Range.POSITIVE);
    section.finish();
    if (mean.size() != 3) {
      section.refuse("mean", "three numbers, one a channel");
      mean = List.of(0.0, 0.0, 0.0);
    }
    if (deviation.size() != 3) {
      section.refuse("deviation", "three numbers, one a channel");
      deviation = List.of(1.0, 1.0, 1.0);
    }
    return new Normalization(mean, deviation);
  }
}
