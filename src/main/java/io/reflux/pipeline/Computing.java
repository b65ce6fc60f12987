package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.engine.Numerics;
import io.reflux.network.Precision;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** On which devices, and in which arithmetic, the networks of some tasks compute. */
public final class Computing implements Work.Visitor<Boolean> {
  private final Set<Precision> onGpus = EnumSet.noneOf(Precision.class);
  private final Set<Device> gpus = new TreeSet<>(java.util.Comparator.comparingInt(Device::index));

  private Computing() {}

  static Computing of(List<Work> all) {
    Computing computing = new Computing();
    all.forEach(work -> work.visit(computing));
    return computing;
  }

  /**
   * Whether convolutions on GPUs may round to TF32, which is so for all of a process or for none.
   */
  public boolean tf32() {
    return onGpus.contains(Precision.TF32);
  }

  /** True if some ask for TF32 and others for float32. */
  boolean contradicts() {
    return tf32() && onGpus.contains(Precision.FLOAT32);
  }

  /**
   * What a run began with, beside the library: the GPUs and how they compute; empty without any.
   */
  public String words() {
    Set<String> all = new TreeSet<>();
    gpus.forEach(gpu -> all.add(" on " + Numerics.words(gpu)));
    return String.join(",", all);
  }

  @Override
  public Boolean learn(Learn learn) {
    learn
        .teachers()
        .values()
        .forEach(spec -> spec.devices().forEach(each -> add(each, spec.precision())));
    for (StudentSpec student : learn.students().values()) {
      add(student.device(), student.network().precision());
      add(learn.evaluation().device(), student.network().precision());
    }
    return true;
  }

  @Override
  public Boolean measure(Measure measure) {
    measure.source().visit(new PrecisionOf()).forEach(each -> add(measure.device(), each));
    return true;
  }

  @Override
  public Boolean export(Export export) {
    return true;
  }

  private void add(Device device, Precision precision) {
    if (device.kind() == Device.Kind.GPU) {
      gpus.add(device);
      onGpus.add(precision);
    }
  }

  /** A source's own arithmetic; none if it has that of a student, who is seen for himself. */
  private static final class PrecisionOf implements ModelSource.Visitor<List<Precision>> {
    @Override
    public List<Precision> student(ModelSource.Student source) {
      return List.of();
    }

    @Override
    public List<Precision> published(ModelSource.Published source) {
      return List.of(source.network().precision());
    }

    @Override
    public List<Precision> foreign(ModelSource.Foreign source) {
      return List.of();
    }
  }
}
