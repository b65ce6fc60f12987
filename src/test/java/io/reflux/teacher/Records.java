package io.reflux.teacher;

import io.reflux.engine.HostTensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cache of single records: all outputs of a row, one after another.
 *
 * @param cache the cache
 * @param outputs what it holds
 */
record Records(FeatureCache cache, List<CachedOutput> outputs) {

  /** The values under a key. */
  Optional<float[]> lookup(long key) {
    FeatureRows rows = FeatureRows.zeros(outputs, 1);
    return cache.read(key, rows, 0) ? Optional.of(record(rows)) : Optional.empty();
  }

  /** Keeps values, and gives them back as they are read. */
  float[] append(long key, float[] values) throws IOException {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    int at = 0;
    for (CachedOutput output : outputs) {
      float[] own = java.util.Arrays.copyOfRange(values, at, at + output.count());
      long[] shape = new long[output.shape().size() + 1];
      shape[0] = 1;
      for (int i = 1; i < shape.length; i++) {
        shape[i] = output.shape().get(i - 1);
      }
      tensors.put(output.name(), HostTensor.of(own, shape));
      at += output.count();
    }
    return record(cache.keep(new long[] {key}, FeatureRows.of(outputs, tensors)));
  }

  /** Values as they are read back. */
  float[] rounded(float[] values) throws IOException {
    return append(FeatureCache.key(0, 0, 1), values);
  }

  private float[] record(FeatureRows rows) {
    int count = outputs.stream().mapToInt(CachedOutput::count).sum();
    java.nio.FloatBuffer all = java.nio.FloatBuffer.allocate(count);
    rows.row(0).forEach(all::put);
    return all.array();
  }
}
