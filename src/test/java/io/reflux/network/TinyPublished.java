package io.reflux.network;

import io.reflux.chance.Chance;
import io.reflux.engine.HostTensor;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files of tiny transformers whose tensors are named as in published ones.
 *
 * @param folder where they are written
 */
record TinyPublished(Path folder) {
  static final int WIDTH = 24;

  /** Of a backbone to be named. */
  static final String TINY =
      "backbone = %s, width = 24, depth = 2, patch = 8, image-side = 32, attention-heads = 2,"
          + " embedding = 0, pooling = own, ";

  /** Drawn weights, by the network's own names. */
  static Map<String, HostTensor> weights(String settings) {
    return new LinkedHashMap<>(Settings.read(settings).build().initialWeights(Chance.of(3)));
  }

  /** What a network reads of such a file; a mask token is all zeros. */
  Map<String, HostTensor> loaded(String tiny, String map, Map<String, HostTensor> published)
      throws IOException {
    Path file = folder.resolve("published.safetensors");
    new SafetensorsFile(new NamedTensors(published), Map.of()).write(file);
    NetworkSettings settings = settings(tiny, map, file.toString());
    Network network = settings.build();
    Map<String, HostTensor> read = new LinkedHashMap<>(FirstWeights.published(settings, network));
    network.keys().stream()
        .filter(key -> key.name().equals("mask_token"))
        .forEach(key -> read.put(key.name(), HostTensor.of(new float[WIDTH], 1, WIDTH)));
    return read;
  }

  static NetworkSettings settings(String settings, String map, String file) {
    return Settings.read(
        settings + ", pooling = own, weights-keys = " + map + ", weights = \"" + file + "\"");
  }

  /** One matrix below another. */
  static HostTensor below(HostTensor first, HostTensor second) {
    float[] all = Arrays.copyOf(first.floats(), (int) (first.count() + second.count()));
    System.arraycopy(second.floats(), 0, all, (int) first.count(), (int) second.count());
    long[] shape = first.shape().clone();
    shape[0] += second.shape()[0];
    return HostTensor.of(all, shape);
  }

  /** A matrix whose rows are columns. */
  static HostTensor turned(HostTensor matrix) {
    int rows = (int) matrix.shape()[0];
    int columns = (int) matrix.shape()[1];
    float[] from = matrix.floats();
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      to[i % columns * rows + i / columns] = from[i];
    }
    return HostTensor.of(to, columns, rows);
  }
}
