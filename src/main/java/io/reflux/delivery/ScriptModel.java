package io.reflux.delivery;

import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Images;
import io.reflux.view.ViewRecipe;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A model that runs as a TorchScript program. */
final class ScriptModel implements OpenModel {
  static final String EMBEDDING = "embedding";

  private final FrozenNetwork network;
  private final ViewRecipe view;

  ScriptModel(FrozenNetwork network, ViewRecipe view) {
    this.network = network;
    this.view = view;
  }

  @Override
  public ViewRecipe view() {
    return view;
  }

  @Override
  public HostTensor embed(ByteBuffer pixels, int rows) {
    return Objects.requireNonNull(
        network.infer(new Images(pixels, rows, view.side())).get(EMBEDDING));
  }

  @Override
  public void close() {
    network.close();
  }
}
