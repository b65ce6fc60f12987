package io.reflux.network;

/**
 * The perceptron of a transformer's block: (n, places, width) → the same.
 *
 * @param kind what lies between its layers
 * @param expansion how many times as wide as a token it is inside
 */
record Perceptron(Kind kind, double expansion) {
  private static final int EIGHT = 8;

  /** Four times as wide inside. */
  static Perceptron of(Kind kind) {
    return new Perceptron(kind, 4);
  }

  /** What lies between the layers of a perceptron. */
  enum Kind {
    /** The exact Gaussian error linear unit. */
    GELU,
    /** Its approximation by tanh. */
    GELU_TANH,
    /** Its approximation by a sigmoid. */
    QUICK_GELU,
    /** min(max(x, 0), 6). */
    RELU6,
    /**
     * One linear layer whose first half gates the second (Shazeer, GLU variants improve
     * transformer, 2020), and another; inside two thirds as wide as the plain one, in eights, as in
     * DINOv2.
     */
    SWIGLU,
    /** The same with a layer for each half, as in DINOv3. */
    SWIGLU_APART
  }

  /**
   * Draws the layers.
   *
   * @param names of the two layers of a plain perceptron
   */
  Value draw(GraphBuilder inside, Value x, BlockNames.Pair names) {
    int width = x.channels();
    return switch (kind) {
      case SWIGLU -> {
        int hidden = gated(width);
        Value both = TokenLinear.draw(inside, "mlp.w12", x, 2 * hidden);
        Value y = inside.add(new GatedHalves(), hidden, both);
        yield TokenLinear.draw(inside, "mlp.w3", y, width);
      }
      case SWIGLU_APART -> {
        int hidden = gated(width);
        Value gate = TokenLinear.draw(inside, "mlp.w1", x, hidden);
        Value gated = TokenLinear.draw(inside, "mlp.w2", x, hidden);
        Value y = inside.add(new Gated(), hidden, gate, gated);
        yield TokenLinear.draw(inside, "mlp.w3", y, width);
      }
      default -> {
        int hidden = (int) (width * expansion);
        Value y = TokenLinear.draw(inside, names.first(), x, hidden);
        yield TokenLinear.draw(inside, names.second(), activated(inside, y), width);
      }
    };
  }

  private Value activated(GraphBuilder inside, Value x) {
    return switch (kind) {
      case GELU_TANH -> inside.add(new GeluTanh(), x.channels(), x);
      case QUICK_GELU -> inside.add(new QuickGelu(), x.channels(), x);
      case RELU6 -> inside.relu6(x);
      default -> inside.add(new Gelu(), x.channels(), x);
    };
  }

  private int gated(int width) {
    int whole = (int) (width * expansion);
    int thirds = whole * 2 / 3;
    return (thirds + EIGHT - 1) / EIGHT * EIGHT;
  }
}
