package io.reflux.run;

import io.reflux.chance.Chance;
import io.reflux.engine.HostTensor;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a network's weights begin: drawn, or read from the file that the pipeline names. */
final class FirstWeights {
  private FirstWeights() {}

  /** A tensor for each of the network's keys; what the file lacks is drawn. */
  static Map<String, HostTensor> of(NetworkSettings settings, Network network, Chance chance) {
    Map<String, HostTensor> weights = new LinkedHashMap<>(network.initialWeights(chance));
    settings.weights().ifPresent(file -> weights.putAll(read(Path.of(file))));
    return weights;
  }

  /** The tensors of a safetensors file. */
  static Map<String, HostTensor> read(Path file) {
    try {
      return SafetensorsFile.read(file).tensors().tensors();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
  }
}
