package io.reflux.task;

import io.reflux.engine.Device;
import io.reflux.network.FirstWeights;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Precision;
import io.reflux.pipeline.ModelSource;
import io.reflux.rundir.Digest;
import io.reflux.rundir.TrainedStudents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A model that only answers: a teacher, or what is measured. */
interface FrozenSource {

  /**
   * What is wanted of it.
   *
   * @param outputs the outputs that are asked for
   * @param precision the arithmetic
   * @param folded whether batch norms are folded into the convolutions before them
   * @param devices where it is going to run
   */
  record Wanted(List<String> outputs, Precision precision, boolean folded, List<Device> devices) {}

  /**
   * Its program, ready to be loaded by any stage.
   *
   * @param digest another one if any answer may be another
   * @param files all that it is read from
   * @param code what is loaded of them
   * @param loading loads it onto the calling thread
   */
  record Written(
      String digest,
      List<Path> files,
      FrozenNetwork.Code code,
      Function<Models.Inference, FrozenNetwork> loading) {

    /** Of files that are the program. */
    static Written of(
        List<Path> files,
        FrozenNetwork.Code code,
        Function<Models.Inference, FrozenNetwork> loading) {
      StringBuilder digests = new StringBuilder();
      files.forEach(file -> digests.append(Digest.of(file)).append(' '));
      return new Written(digests.toString(), List.copyOf(files), code, loading);
    }

    /** The same, its digest also depending on something else. */
    Written with(String other) {
      return new Written(digest + other, files, code, loading);
    }
  }

  /**
   * The shape of one row of each output, for images of a side in pixels, on the device where they
   * are wanted: a program that can't compute there fails here.
   */
  Map<String, long[]> rows(List<String> outputs, int side, Device device);

  /** Writes its program under a name. */
  Written write(String name, Wanted wanted);

  /** The arithmetic that its description asks for. */
  Precision precision();

  /** The model that a task of a run names. */
  static FrozenSource of(ModelSource source, RunDependencies run, String task) {
    return source.visit(new Reading(run, task));
  }

  /** Where each kind of source lies. */
  final class Reading implements ModelSource.Visitor<FrozenSource> {
    private final RunDependencies run;
    private final String task;

    private Reading(RunDependencies run, String task) {
      this.run = run;
      this.task = task;
    }

    @Override
    public FrozenSource student(ModelSource.Student source) {
      Path weights = run.directory().model(source.task(), source.name(), source.weights());
      return new DescribedSource(
          TrainedStudents.of(run.pipeline(), source.task(), source.name()).network(),
          network -> FirstWeights.read(weights),
          run.models(task));
    }

    @Override
    public FrozenSource published(ModelSource.Published source) {
      return new DescribedSource(
          source.network(),
          network -> FirstWeights.published(source.network(), network),
          run.models(task));
    }

    @Override
    public FrozenSource foreign(ModelSource.Foreign source) {
      return new ForeignSource(source.program(), run.models(task));
    }
  }
}
