package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.network.Precision;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.teacher.CacheSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Whom students learn from: the best model of a student of an earlier task, a published network, or
 * a program of anybody's.
 *
 * @param source the model
 * @param precision what its program computes in
 * @param folded whether batch norms are folded into the convolutions before them
 * @param devices one lane on each, in order; the same device may come twice
 * @param nodesOnly whether nodes have all lanes, and the devices only say of which kind they are
 * @param threadsPerLane threads of each lane
 * @param batchSize images that a lane computes at once; empty for those that {@link TeacherChunk}
 *     chooses
 * @param cache what is kept of its answers
 * @param measure whether its own metrics are measured and told before the distillation starts
 * @param retries how often a batch is tried again after a lane has failed
 */
public record TeacherSpec(
    ModelSource source,
    Precision precision,
    boolean folded,
    List<Device> devices,
    boolean nodesOnly,
    int threadsPerLane,
    OptionalInt batchSize,
    CacheSettings cache,
    boolean measure,
    int retries) {

  private static final int MOST_IMAGES = 1 << 20;
  private static final Map<String, Precision> PRECISIONS = new LinkedHashMap<>();

  static {
    PRECISIONS.put("float32", Precision.FLOAT32);
    PRECISIONS.put("tf32", Precision.TF32);
    PRECISIONS.put("bfloat16", Precision.BFLOAT16);
  }

  /** Copies the devices. */
  public TeacherSpec {
    devices = List.copyOf(devices);
  }

  static TeacherSpec read(Section section, Devices devices) {
    ModelSource source = ModelSource.read(section, "best");
    boolean nodesOnly = section.flag("nodes-only");
    TeacherSpec spec =
        new TeacherSpec(
            source,
            section.oneOf("precision", PRECISIONS),
            section.flag("folded"),
            devices.several(section, "devices", !nodesOnly),
            nodesOnly,
            CoreShares.read(section),
            Machine.whole(section, "batch-size", MOST_IMAGES),
            CacheSettings.read(section.section("cache")),
            section.flag("measure"),
            section.whole("retries", Range.between(0, 1000)));
    section.finish();
    return spec;
  }

  /** The same with so many threads for each lane. */
  TeacherSpec with(int threads) {
    return new TeacherSpec(
        source, precision, folded, devices, nodesOnly, threads, batchSize, cache, measure, retries);
  }

  /** The same with another source. */
  TeacherSpec with(ModelSource other) {
    return new TeacherSpec(
        other,
        precision,
        folded,
        devices,
        nodesOnly,
        threadsPerLane,
        batchSize,
        cache,
        measure,
        retries);
  }
}
