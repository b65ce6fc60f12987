package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.LossInput;
import io.reflux.objective.MapShapes;
import io.reflux.objective.RowVectors;
import io.reflux.setting.Section;
import java.util.List;

/**
 * Attention transfer: the student should look where the teacher looks.
 *
 * <p>The attention of a map is {@code a(x) = u(flatten(mean over channels of x²))}, of length 1;
 * for each output, the mean over rows and places of {@code (a(student) - a(teacher))²}; summed over
 * the outputs. The channels may differ, the places may not.
 *
 * <p>Zagoruyko, Komodakis: Paying More Attention to Attention, ICLR 2017. Default: the four stages,
 * as in the LabelRelaxation repository.
 *
 * @param outputs the outputs that student and teacher both have
 */
public record AttentionTransferLoss(List<String> outputs) implements MapObjective {

  public static AttentionTransferLoss read(Section section) {
    return new AttentionTransferLoss(section.texts("outputs"));
  }

  @Override
  public NDArray ofStudent(LossInput input, String output) {
    return attention(MapShapes.student(input, output)); // (n, h w)
  }

  @Override
  public NDArray ofTeacher(LossInput input, String output) {
    return attention(MapShapes.teacher(input, output)); // (n, h w)
  }

  /** The graph holds half of each square, twice: its gradient is one product instead of three. */
  private static NDArray attention(NDArray map) {
    NDArray squares = map.mul(map.stopGradient()).mean(new int[] {1}); // (n, h, w)
    NDArray both = Algebra.times(squares, 2).sub(squares.stopGradient());
    return RowVectors.unit(both.flatten(1, 2));
  }
}
