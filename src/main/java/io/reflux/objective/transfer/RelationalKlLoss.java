package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Pairs;
import io.reflux.objective.Queue;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Softmax;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Relational divergence: the softmax over a row's similarities to the others should be the
 * teacher's. Student and teacher may have embeddings of any sizes, and no labels are needed.
 *
 * <p>With cosines of a row with all others of the batch, and where {@code queue-size} is above 0
 * with those of earlier batches too (each network's with its own embeddings of the same images):
 * the divergence of {@code softmax(student's / student-temperature)} from {@code softmax(teacher's
 * / teacher-temperature)}, {@code Σ p (log p - log q)}, the mean over rows; 0 for one row without a
 * queue. Both queues begin with zeros.
 *
 * <p>Abbasi Koohpayegani, Tejankar, Pirsiavash: CompRess, NeurIPS 2020 (its 2q variant; the
 * temperatures are its own, the size of the queue is 128,000 there), and Tejankar, Abbasi
 * Koohpayegani, Pillai, Favaro, Pirsiavash: ISD, ICCV 2021.
 *
 * @param teacherTemperature the smaller, the fewer neighbours count
 * @param studentTemperature the same for the student
 * @param queueSize how many earlier rows of each are remembered
 */
public record RelationalKlLoss(double teacherTemperature, double studentTemperature, int queueSize)
    implements RowRelations {
  private static final Queue STUDENT = new Queue("student");
  private static final Queue TEACHER = new Queue("teacher");
  private static final double NEVER = -1e9;

  public static RelationalKlLoss read(Section section) {
    return new RelationalKlLoss(
        section.number("teacher-temperature", Range.POSITIVE),
        section.number("student-temperature", Range.POSITIVE),
        section.whole("queue-size", Range.NOT_NEGATIVE));
  }

  @Override
  public Needs needs() {
    return Needs.of(BatchNeeds.rows(queueSize > 0 ? 1 : 3));
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    if (queueSize == 0) {
      return List.of();
    }
    return List.of(
        STUDENT.empty(queueSize, dimensions.embeddingSize()),
        TEACHER.empty(queueSize, dimensions.ofTeacher(LossInput.EMBEDDING)));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray student = RowVectors.unit(Shapes.embeddings(input)); // (n, d)
    NDArray teacher = RowVectors.unit(Shapes.teacher(input)); // (n, d')
    NDArray ours = others(student);
    NDArray theirs = others(teacher);
    Map<String, NDArray> memories = new HashMap<>();
    if (queueSize > 0) {
      NDArray ourQueue = STUDENT.of(input, student.getShape().get(1)); // (m, d)
      NDArray theirQueue = TEACHER.of(input, teacher.getShape().get(1)); // (m, d')
      ours = NDArrays.concat(new NDList(ours, RowVectors.products(student, ourQueue)), 1);
      theirs = NDArrays.concat(new NDList(theirs, RowVectors.products(teacher, theirQueue)), 1);
      memories.putAll(STUDENT.after(ourQueue, student));
      memories.putAll(TEACHER.after(theirQueue, teacher));
    }
    NDArray value =
        Softmax.divergence(
            Algebra.times(theirs, 1 / teacherTemperature),
            Algebra.times(ours, 1 / studentTemperature));
    return new Loss(value, Map.of(), memories);
  }

  /** The cosines with all other rows; so small with itself that it never counts. (n, n) */
  private static NDArray others(NDArray x) {
    NDArray cosines = RowVectors.products(x, x); // (n, n)
    return Algebra.where(Pairs.offDiagonal(cosines).gt(0), cosines, NEVER);
  }
}
