package io.reflux.network;

import io.reflux.setting.Catalogue;
import io.reflux.setting.Defaults;
import io.reflux.setting.Named;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.weights.WeightsSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A network as a pipeline file describes it.
 *
 * @param backbone what comes before pooling
 * @param head what makes the embedding
 * @param heads what else is made of the pooled vector in training, by the output's name
 * @param keys whose names the tensors have
 * @param drops what training leaves out
 * @param precision the arithmetic of its programs
 * @param freeze what of batch norm stands still in training
 * @param normalization how pixels are scaled
 * @param weights a file of weights to start from
 */
public record NetworkSettings(
    Named<Backbone> backbone,
    EmbeddingHead head,
    Map<String, Head> heads,
    KeyStyle keys,
    DropRates drops,
    Precision precision,
    NormFreeze freeze,
    Normalization normalization,
    Optional<WeightsSource> weights) {

  /**
   * Reads a {@code network} section. Keys of the section that the caller reads itself (a device, a
   * name) have to be read before: at the end, every key that nobody asked for is a problem.
   */
  public static NetworkSettings read(Section section) {
    return read(section, Optional.empty());
  }

  /**
   * As above.
   *
   * @param weights a file that the section names in another way than by {@code weights}
   */
  public static NetworkSettings read(Section section, Optional<Path> weights) {
    return read(section, weights, Backbones.CATALOGUE);
  }

  static NetworkSettings read(Section section, Catalogue<Backbone> backbones) {
    return read(section, Optional.empty(), backbones);
  }

  private static NetworkSettings read(
      Section section, Optional<Path> found, Catalogue<Backbone> backbones) {
    int problems = section.problemsSoFar();
    Section common = section.withDefaults(Defaults.of("network.any"));
    EmbeddingHead head =
        new EmbeddingHead(
            common.whole("embedding", Range.NOT_NEGATIVE),
            common.oneOf("pooling", Poolings.names()),
            common.flag("l2-norm"),
            common.texts("parts"));
    Map<String, Head> heads = new LinkedHashMap<>();
    common.named("heads").forEach((name, each) -> heads.put(name, Heads.CATALOGUE.read(each)));
    KeyStyle keys = common.oneOf("keys", KeyStyle.names());
    DropRates drops = DropRates.read(common);
    if (drops.dropout() > 0 && head.size() == 0) {
      section.refuse("dropout", "0, or an embedding: nothing comes after what it leaves out");
    }
    Precision precision = common.oneOf("precision", Precision.class);
    NormFreeze freeze = common.oneOf("bn-freeze", NormFreeze.class);
    Normalization normalization = Normalization.read(common.section("normalization"));
    Optional<WeightsSource> weights = WeightsSource.read(common, found);
    Named<Backbone> backbone = backbones.readNamed(section, "backbone");
    if (section.problemsSoFar() == problems) {
      checkPoolings(section, backbone.value(), head, heads);
      checkBranches(section, backbone.value(), drops);
    }
    return new NetworkSettings(
        backbone, head, heads, keys, drops, precision, freeze, normalization, weights);
  }

  /** Notes a backbone of which no block can be left out. */
  private static void checkBranches(Section section, Backbone backbone, DropRates drops) {
    GraphBuilder trial = GraphBuilder.blank();
    backbone.draw(trial, trial.image());
    if (drops.stochasticDepth() > 0 && !trial.hasBranches()) {
      section.refuse("stochastic-depth", "0: this backbone has no branches beside an identity");
    }
  }

  /** Notes poolings of maps that the backbone doesn't have. */
  private static void checkPoolings(
      Section section, Backbone backbone, EmbeddingHead head, Map<String, Head> heads) {
    GraphBuilder trial = GraphBuilder.blank();
    Features features = backbone.draw(trial, trial.image());
    if (head.pooling().draw(trial, features).isEmpty()) {
      section.refuse("pooling", "own; this backbone has no map");
    }
    heads.forEach(
        (name, each) -> {
          if (each.pooling().filter(p -> p.draw(trial, features).isEmpty()).isPresent()) {
            section
                .section("heads")
                .section(name)
                .refuse("pooling", "own; this backbone has no map");
          }
        });
  }

  /** The described network. */
  public Network build() {
    GraphBuilder builder = GraphBuilder.blank();
    Value image = builder.image();
    GraphBuilder trunk = builder.within(keys.prefix());
    Features answered = backbone.value().draw(trunk, image);
    if (keys.carriesClassifier()) {
      trunk.unusedLinear(backbone.value().classifier(), answered.channels(), 1000);
    }
    Value features = head.draw(trunk, answered, keys.embedding(backbone.value()));
    heads.forEach(
        (name, each) -> {
          GraphBuilder own = builder.within(name + ".").drawing(Key.Part.HEAD);
          Value pooled = each.pooling().map(p -> answered.pooled(own, p)).orElse(features);
          own.output(name, each.draw(own, pooled));
        });
    Graph graph = builder.graph(drops);
    return new Network(graph, normalization, freeze);
  }
}
