package io.reflux.network;

import io.reflux.setting.Catalogue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The poolings that a pipeline file can name. They have no settings but their names. */
final class Poolings {
  /** By the name that stands in the pipeline file. */
  public static final Catalogue<Pooling> CATALOGUE =
      new Catalogue<Pooling>("network.pooling")
          // the mean over all places
          .with("average", s -> GlobalPool.of(GlobalPool.MEAN))
          // the maximum over all places
          .with("max", s -> GlobalPool.of(GlobalPool.MAXIMUM))
          // the sum of both, as LabelRelaxation and S2SD's `double` take it
          .with("average-max", s -> GlobalPool.of(GlobalPool.MEAN, GlobalPool.MAXIMUM))
          // the sum of mean and 2-norm, S2SD's `lp2`
          .with("average-lp2", s -> GlobalPool.of(GlobalPool.MEAN, GlobalPool.norm(2)))
          // the sum of mean and 3-norm, S2SD's `lp3`
          .with("average-lp3", s -> GlobalPool.of(GlobalPool.MEAN, GlobalPool.norm(3)))
          // the vector that the original's classifier takes
          .with("own", s -> (builder, features) -> Optional.of(features.vector(builder)))
          // that vector and the mean over all places beside each other, as DINOv2's linear layers
          .with("own-average", s -> Poolings::ownAndMean)
          // what a learnt query finds among all places
          .with("attention", s -> Poolings::attention);

  /** Components of a head of attention, where the width allows. */
  private static final int HEAD = 64;

  private static final double EPSILON = 1e-6;

  private Poolings() {}

  private static Optional<Value> ownAndMean(GraphBuilder builder, Features features) {
    return GlobalPool.of(GlobalPool.MEAN)
        .draw(builder, features)
        .map(mean -> builder.concat(features.vector(builder), mean));
  }

  private static Optional<Value> attention(GraphBuilder builder, Features features) {
    return features
        .map()
        .map(
            map -> {
              int width = map.channels();
              int heads = width % HEAD == 0 ? width / HEAD : 1;
              Value tokens = builder.add(new MapTokens(), width, map);
              return new AttentionPool(heads, Perceptron.of(Perceptron.Kind.GELU), EPSILON)
                  .draw(builder.drawing(Key.Part.EMBEDDING).within("attention_pool."), tokens);
            });
  }

  /** Every pooling by its name. */
  static Map<String, Pooling> names() {
    Map<String, Pooling> names = new LinkedHashMap<>();
    CATALOGUE.names().forEach(name -> names.put(name, CATALOGUE.withDefaults(name)));
    return Collections.unmodifiableMap(names);
  }
}
