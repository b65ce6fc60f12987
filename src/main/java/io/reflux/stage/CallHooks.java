package io.reflux.stage;

import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.ForwardingStudent;
import io.reflux.train.StepReport;
import io.reflux.train.Student;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What happens around every inference of a network and every step of a student, on its thread.
 *
 * @param before runs first; if it throws, the call isn't made
 * @param after runs last, also after a call that failed; not if {@code before} threw
 */
public record CallHooks(Runnable before, Runnable after) {

  /** A network whose inferences lie between the hooks. */
  public FrozenModel around(FrozenModel network) {
    return new FrozenModel() {
      @Override
      public Map<String, HostTensor> infer(Images images) {
        return between(() -> network.infer(images));
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

  /** A student whose steps lie between the hooks. */
  public Student around(Student student) {
    return new ForwardingStudent(student) {
      @Override
      public StepReport step(TaughtBatch batch) {
        return between(() -> student.step(batch));
      }
    };
  }

  private <T> T between(Supplier<T> call) {
    before.run();
    try {
      return call.get();
    } finally {
      after.run();
    }
  }
}
