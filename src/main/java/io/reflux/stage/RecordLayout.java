package io.reflux.stage;

import io.reflux.engine.HostTensor;
import io.reflux.teacher.CachedOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a teacher's outputs lie in a cache record: one after another.
 *
 * @param outputs the outputs of one record, in order
 */
public record RecordLayout(List<CachedOutput> outputs) {

  /** Records into tensors; an empty record becomes zeros. */
  Map<String, HostTensor> join(List<float[]> records) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    int from = 0;
    for (CachedOutput output : outputs) {
      float[] rows = new float[Math.multiplyExact(records.size(), output.count())];
      for (int row = 0; row < records.size(); row++) {
        if (records.get(row).length > 0) {
          System.arraycopy(records.get(row), from, rows, row * output.count(), output.count());
        }
      }
      tensors.put(output.name(), HostTensor.of(rows, shape(records.size(), output)));
      from += output.count();
    }
    return tensors;
  }

  /** Tensors into records. */
  List<float[]> split(Map<String, HostTensor> tensors) {
    int length = outputs.stream().mapToInt(CachedOutput::count).sum();
    int rows = Math.toIntExact(tensor(tensors, outputs.get(0)).shape()[0]);
    float[][] records = new float[rows][length];
    int from = 0;
    for (CachedOutput output : outputs) {
      float[] values = tensor(tensors, output).floats();
      for (int row = 0; row < rows; row++) {
        System.arraycopy(values, row * output.count(), records[row], from, output.count());
      }
      from += output.count();
    }
    return List.of(records);
  }

  private static HostTensor tensor(Map<String, HostTensor> tensors, CachedOutput output) {
    HostTensor tensor = tensors.get(output.name());
    if (tensor == null) {
      throw new IllegalArgumentException(
          "teacher: no output " + output.name() + " (expected: one of its outputs)");
    }
    return tensor;
  }

  private static long[] shape(int rows, CachedOutput output) {
    long[] shape = new long[output.shape().size() + 1];
    shape[0] = rows;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = output.shape().get(i - 1);
    }
    return shape;
  }
}
