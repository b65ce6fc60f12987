package io.reflux.stage;

import io.reflux.batch.BatchLoader;
import io.reflux.network.FrozenModel;
import io.reflux.teacher.FeatureCache;
import io.reflux.train.ProgramStudent;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import java.util.function.Supplier;

/** Makes what stages work with. Tests make some of it fail. */
public class StageFactory {

  /** Where a split's images come from. */
  public Loader.Source source(Split split, BatchLoader loader) {
    return loader::load;
  }

  /** A teacher, loaded onto a lane. */
  public FrozenModel teacher(Supplier<? extends FrozenModel> loading) {
    return loading.get();
  }

  /** A network that is measured. */
  public FrozenModel measured(Supplier<? extends FrozenModel> loading) {
    return loading.get();
  }

  /** The files of a feature cache, opened. */
  public FeatureCache cache(Supplier<FeatureCache> opening) {
    return opening.get();
  }

  /** A student that is ready for steps. */
  public Student student(StudentParts parts) {
    return new ProgramStudent(parts);
  }
}
