package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.Queue;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Softmax;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Queue similarity: a student's row should be as similar to the teacher's features of many earlier
 * images as the teacher's own row is. It needs no labels.
 *
 * <p>With unit vectors, t of the teacher, s of the student (through {@code projection}), and the
 * queue's rows m: the divergence of {@code softmax([⟨s, t⟩, ⟨s, m_1⟩ …] / student-temperature)}
 * from {@code softmax([⟨t, t⟩, ⟨t, m_1⟩ …] / teacher-temperature)}, {@code Σ p (log p - log q)},
 * the mean over rows. The queue then drops its oldest rows and takes the teacher's. It holds the
 * features of whole batches in their order, whoever computed them: all students of one teacher see
 * the same queue, and it stands in checkpoints.
 *
 * <p>Fang, Wang, Wang, Zhang, Yang, Liu: SEED, ICLR 2021, whose temperatures these are, and whose
 * cross entropy differs by a constant. The size of the queue is ours (65,536 there).
 *
 * @param outputs what is compared
 * @param queueSize how many of the teacher's features are remembered
 * @param teacherTemperature the smaller, the fewer neighbours count
 * @param studentTemperature the same for the student
 */
public record QueueSimilarityLoss(
    Aligned outputs, int queueSize, double teacherTemperature, double studentTemperature)
    implements Objective {
  private static final Queue QUEUE = new Queue(Queue.NAME);

  public static QueueSimilarityLoss read(Section section) {
    return new QueueSimilarityLoss(
        Aligned.read(section),
        section.whole("queue-size", Range.atLeast(1)),
        section.number("teacher-temperature", Range.POSITIVE),
        section.number("student-temperature", Range.POSITIVE));
  }

  @Override
  public Set<String> studentOutputs() {
    return outputs.studentOutputs();
  }

  @Override
  public Set<String> teacherOutputs() {
    return outputs.teacherOutputs();
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return outputs.trainables(dimensions);
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    return List.of(QUEUE.random(queueSize, outputs.teacherSize(dimensions)));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray teacher = RowVectors.unit(outputs.ofTeacher(input)); // (n, d')
    NDArray student = RowVectors.unit(outputs.ofStudent(input)); // (n, d')
    NDArray queue = QUEUE.of(input, teacher.getShape().get(1)); // (m, d')
    NDArray target = Algebra.times(similarities(teacher, teacher, queue), 1 / teacherTemperature);
    NDArray scores = Algebra.times(similarities(student, teacher, queue), 1 / studentTemperature);
    NDArray value = Softmax.divergence(target, scores);
    return new Loss(value, Map.of(), QUEUE.after(queue, teacher));
  }

  /** With the own row of the teacher, and with the queue; (n, 1 + m). */
  private static NDArray similarities(NDArray rows, NDArray teacher, NDArray queue) {
    NDArray own = rows.mul(teacher).sum(new int[] {1}, true); // (n, 1)
    return NDArrays.concat(new NDList(own, RowVectors.products(rows, queue)), 1);
  }
}
