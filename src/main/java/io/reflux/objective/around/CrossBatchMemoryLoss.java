package io.reflux.objective.around;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.reflux.miner.BatchNeeds;
import io.reflux.miner.Tuples;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Queue;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.objective.TupleSource;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cross-batch memory around a loss of pairs: the batch is compared with itself, and with the
 * embeddings of many batches before it, which the network has hardly moved away from.
 *
 * <p>From step {@code start} on: the loss of the batch, plus {@code weight} times the loss of the
 * batch and all remembered rows as one batch, of which the remembered have no gradient. After each
 * step the memory drops its oldest rows and takes the batch's with their labels; it stands in
 * checkpoints.
 *
 * <p>Wang, Zhang, Huang, Scott: Cross-Batch Memory for Embedding Learning, CVPR 2020. There only
 * the batch's rows are anchors; here remembered rows are too, so that any loss can stand inside.
 *
 * @param objective the loss, which reads embeddings and labels and mines no tuples
 * @param size how many rows are remembered
 * @param start the first step whose batch is compared with the memory
 * @param weight of the loss with the memory
 */
public record CrossBatchMemoryLoss(Objective objective, int size, int start, double weight)
    implements Objective {
  private static final Queue ROWS = new Queue("cross-batch.embeddings");
  private static final Queue LABELS = new Queue("cross-batch.labels");

  /**
   * Reads the settings and the loss inside.
   *
   * @param losses reads a loss from a section that says its {@code type}
   */
  public static CrossBatchMemoryLoss read(Section section, Function<Section, Objective> losses) {
    int problemsBefore = section.problemsSoFar();
    Objective objective = losses.apply(section.section("objective"));
    boolean fits =
        objective.studentOutputs().equals(Set.of(LossInput.EMBEDDING))
            && objective.teacherOutputs().isEmpty()
            && objective.needs().views() == 0
            && objective.tupleSource().needs().equals(BatchNeeds.ANY_ROW);
    if (!fits && section.problemsSoFar() == problemsBefore) {
      section
          .section("objective")
          .refuse("type", "a loss of embeddings and labels that mines no tuples");
    }
    return new CrossBatchMemoryLoss(
        objective,
        section.whole("size", Range.atLeast(1)),
        section.whole("start", Range.NOT_NEGATIVE),
        section.number("weight", Range.POSITIVE));
  }

  @Override
  public TupleSource tupleSource() {
    return objective.tupleSource();
  }

  @Override
  public Needs needs() {
    return objective.needs();
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return objective.trainables(dimensions);
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    Trainable labels = new Trainable(LABELS.name(), new long[] {size, 1}, "", draws -> -1);
    return Stream.concat(
            objective.memories(dimensions).stream(),
            Stream.of(ROWS.empty(size, dimensions.embeddingSize()), labels))
        .toList();
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.labelled(input); // (n, d)
    NDArray rows = ROWS.of(input, x.getShape().get(1)); // (m, d)
    NDArray labels = LABELS.of(input, 1); // (m, 1)
    Loss own = objective.loss(input);
    Map<String, NDArray> memories = new HashMap<>(own.memories());
    memories.putAll(ROWS.after(rows, x));
    float[] classes = new float[input.labels().length];
    IntStream.range(0, classes.length).forEach(i -> classes[i] = input.labels()[i]);
    NDArray batch = x.getManager().create(classes).reshape(-1, 1);
    memories.putAll(LABELS.after(labels, Algebra.weights(batch, labels)));
    int[] known = known(labels);
    if (input.step() < start || known.length == 0) {
      return new Loss(own.value(), own.parts(), memories);
    }
    NDArray across = objective.loss(joined(input, rows, known)).value();
    NDArray sum = own.value().add(Algebra.times(across, weight));
    return new Loss(sum, Map.of("batch", own.value(), "memory", across), memories);
  }

  /** The labels of the remembered rows, which are the last of the memory. */
  private static int[] known(NDArray labels) {
    Number[] all = labels.toArray();
    return Arrays.stream(all).mapToInt(Number::intValue).filter(label -> label >= 0).toArray();
  }

  private static LossInput joined(LossInput input, NDArray rows, int[] known) {
    NDArray remembered = rows.get((rows.getShape().get(0) - known.length) + ":").stopGradient();
    NDArray all = NDArrays.concat(new NDList(input.embeddings(), remembered), 0);
    int[] nobody = new int[known.length];
    Arrays.fill(nobody, -1);
    return new LossInput(
        Map.of(LossInput.EMBEDDING, all),
        input.teacher(),
        concat(input.labels(), known),
        concat(input.exampleIds(), nobody),
        1,
        Tuples.NONE,
        input.parameters(),
        input.memories(),
        input.step());
  }

  private static int[] concat(int[] first, int[] second) {
    return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
  }
}
