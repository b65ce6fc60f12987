package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;
import io.reflux.engine.Program;
import io.reflux.engine.ScriptArchive;
import io.reflux.engine.TensorScope;
import java.util.List;

/**
 * Moves a momentum teacher's parameters towards a student's, in one native call: key = m key + (1 -
 * m) student.
 *
 * <p>Parameters only: buffers such as batch norm's statistics are the teacher's own. (He et al.:
 * Momentum Contrast, CVPR 2020; DiVA's key network.)
 */
public final class MomentumUpdate implements AutoCloseable {
  private static final List<String> LINES =
      List.of(
          "torch._foreach_mul_(keys, momentum)",
          "torch._foreach_add_(keys, students, alpha=1. - momentum)",
          "return torch.tensor([len(keys)])");

  private final double momentum;
  private final Program program;

  /**
   * An update with a fixed momentum.
   *
   * @param momentum the share of the old value kept, 0 to 1
   * @param owner the scope that will own the program
   */
  public MomentumUpdate(double momentum, TensorScope owner) {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("momentum: " + momentum + " (expected: 0 … 1)");
    }
    this.momentum = momentum;
    String signature =
        "move(keys: List[Tensor], students: List[Tensor], momentum: float) -> Tensor";
    this.program = OptimizerProgram.load(new ScriptArchive().method(signature, LINES), owner);
  }

  /**
   * Updates the keys in place.
   *
   * @param keys the momentum teacher's parameters
   * @param students the student's, in the same order and of the same shapes
   */
  public void move(List<NDArray> keys, List<NDArray> students) {
    if (keys.size() != students.size()) {
      throw new IllegalArgumentException(
          "student parameters: " + students.size() + " (expected: " + keys.size() + ")");
    }
    if (keys.isEmpty()) {
      return;
    }
    Autograd.paused(
            () ->
                program
                    .call("move")
                    .tensors(keys)
                    .tensors(students)
                    .number(momentum)
                    .into(keys.get(0).getManager()))
        .close();
  }

  /** Frees the program. */
  @Override
  public void close() {
    program.close();
  }
}
