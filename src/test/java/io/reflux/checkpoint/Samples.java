package io.reflux.checkpoint;

import io.reflux.engine.HostTensor;
import io.reflux.weights.NamedTensors;
import io.reflux.wire.Scalars;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** Checkpoints whose every value tells the step they were taken at. */
final class Samples {
  private Samples() {}

  static Checkpoint at(long step, String... bestOf) {
    return new Checkpoint(
        "target",
        step,
        (int) step / 10,
        (int) step % 10,
        "digest",
        Set.of(bestOf),
        Map.of("student", student(step, 5), "base/line.1", student(-step, 3)),
        Scalars.NONE.with("metrics.recall@1", 0.1 * step).with("seed", Long.MIN_VALUE));
  }

  private static StoredStudent student(long value, int size) {
    return new StoredStudent(
        Map.of(
            "weights", tensors("layer1.0.conv1.weight", value, size),
            "optimizer", tensors("layer1.0.conv1.weight/exp_avg", value, size),
            "memories", NamedTensors.NONE),
        Scalars.NONE.with("optimizer.step", value).with("phase", "warm-up"));
  }

  private static NamedTensors tensors(String name, long value, int size) {
    float[] values = new float[size * 1000];
    Arrays.fill(values, (float) value);
    return NamedTensors.NONE.with(name, HostTensor.of(values, size, 1000));
  }
}
