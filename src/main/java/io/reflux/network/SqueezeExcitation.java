package io.reflux.network;

/**
 * Squeeze and excitation (Hu et al., Squeeze-and-excitation networks, 2018): two 1×1 convolutions
 * make a gate for each channel of the channels' means.
 *
 * @param squeezed how many channels lie between the two
 * @param between what follows the first of them
 * @param gate what follows the second
 */
record SqueezeExcitation(int squeezed, Operation between, Activation gate) {

  /** Draws the gates and the gated map, (n, c, h, w) → the same; names begin with the prefix. */
  Value draw(GraphBuilder inside, Value x) {
    int channels = x.channels();
    Value y = inside.add(new MapMeans(), channels, x);
    y = inside.conv("fc1", y, filters(squeezed));
    y = inside.add(between, squeezed, y);
    y = inside.add(gate, channels, inside.conv("fc2", y, filters(channels)));
    return inside.add(new GatedMap(), channels, x, y);
  }

  private static GraphBuilder.Filters filters(int out) {
    return new GraphBuilder.Filters(out, Window.centred(1, 1), 1, true);
  }
}
