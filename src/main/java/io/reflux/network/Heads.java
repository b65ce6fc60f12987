package io.reflux.network;

import io.reflux.setting.Catalogue;

/** The heads beside the embedding that a pipeline file can name. */
public final class Heads {
  /** By the name that stands in the pipeline file. */
  public static final Catalogue<Head> CATALOGUE =
      new Catalogue<Head>("network.head")
          .with("target-branch", TargetBranch::read)
          .with("regression", RegressionHead::read);

  private Heads() {}

  /** A network of a head alone, on vectors; what comes out is {@code output}. */
  public static Network alone(Head head, int components) {
    GraphBuilder builder = GraphBuilder.blank().drawing(Key.Part.HEAD);
    Value vector = builder.vector(components);
    builder.output("output", head.draw(builder, vector));
    return new Network(builder.graph(), Normalization.NONE, NormFreeze.NONE);
  }
}
