package io.reflux.network;

/** The perceptron of a transformer's block: (n, places, width) → the same. */
enum Perceptron {
  /** Two linear layers, four times as wide inside, the exact Gaussian error linear unit between. */
  GELU {
    @Override
    Value draw(GraphBuilder inside, Value x) {
      int width = x.channels();
      Value y = TokenLinear.draw(inside, "mlp.fc1", x, EXPANSION * width);
      y = inside.add(new Gelu(), EXPANSION * width, y);
      return TokenLinear.draw(inside, "mlp.fc2", y, width);
    }
  },
  /**
   * One linear layer whose first half gates the second (Shazeer, GLU variants improve transformer,
   * 2020), and another; inside two thirds as wide as the plain one, in eights, as in DINOv2.
   */
  SWIGLU {
    @Override
    Value draw(GraphBuilder inside, Value x) {
      int width = x.channels();
      int hidden = (EXPANSION * width * 2 / 3 + EIGHT - 1) / EIGHT * EIGHT;
      Value y = TokenLinear.draw(inside, "mlp.w12", x, 2 * hidden);
      y = inside.add(new GatedHalves(), hidden, y);
      return TokenLinear.draw(inside, "mlp.w3", y, width);
    }
  };

  private static final int EXPANSION = 4;
  private static final int EIGHT = 8;

  /** Draws the layers. */
  abstract Value draw(GraphBuilder inside, Value x);
}
