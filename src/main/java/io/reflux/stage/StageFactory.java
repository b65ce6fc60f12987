package io.reflux.stage;

import io.reflux.batch.BatchLoader;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Images;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.StepReport;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import io.reflux.train.StudentState;
import java.util.Map;
import java.util.function.Supplier;

/** Makes what stages work with. Tests make some of it fail. */
public class StageFactory {

  /** Where a split's images come from. */
  public Loader.Source source(Split split, BatchLoader loader) {
    return loader::load;
  }

  /** A teacher, loaded onto a lane. */
  public Lane.Model teacher(Supplier<FrozenNetwork> loading) {
    return model(loading);
  }

  /** A network that is measured. */
  public Lane.Model measured(Supplier<FrozenNetwork> loading) {
    return model(loading);
  }

  private static Lane.Model model(Supplier<FrozenNetwork> loading) {
    FrozenNetwork network = loading.get();
    return new Lane.Model() {
      @Override
      public Map<String, HostTensor> infer(Lane.Images images) {
        return network.infer(new Images(images.pixels(), images.rows(), images.side()));
      }

      @Override
      public int liveTensors() {
        return network.liveTensors();
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }

  /** A student that is ready for steps. */
  public Trainer.Pupil pupil(StudentParts parts) {
    Student student = new Student(parts);
    return new Trainer.Pupil() {
      @Override
      public StepReport step(TaughtBatch batch) {
        return student.step(batch);
      }

      @Override
      public void assign(Map<String, HostTensor> trainables, Map<String, HostTensor> memories) {
        student.assign(trainables, memories);
      }

      @Override
      public StudentState snapshot() {
        return student.snapshot();
      }

      @Override
      public int liveTensors() {
        return student.liveTensors();
      }

      @Override
      public void close() {
        student.close();
      }
    };
  }
}
