package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.Queue;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loss by which an embedding should find the key of its own example among a queue of earlier
 * keys: softmax cross entropy with the own key as the target. Keys and queue have no gradient; the
 * queue then drops its oldest rows and takes the keys.
 */
public interface QueueObjective extends Objective {
  /** The name of the memory that is the queue. */
  String QUEUE = Queue.NAME;

  /** What the logits are divided by. */
  Temperature temperature();

  /** How many keys are remembered. */
  int queueSize();

  /**
   * The logits of the queue's keys, from inner products.
   *
   * @param products of each embedding with each key of the queue, (n, m)
   * @param size the embedding size
   */
  NDArray others(NDArray products, long size);

  @Override
  default Set<String> teacherOutputs() {
    return Set.of(LossInput.EMBEDDING);
  }

  @Override
  default List<Trainable> trainables(Dimensions dimensions) {
    return temperature().trainables();
  }

  @Override
  default List<Trainable> memories(Dimensions dimensions) {
    return List.of(new Queue(QUEUE).random(queueSize(), dimensions.embeddingSize()));
  }

  @Override
  default Loss loss(LossInput input) {
    NDArray query = Shapes.embeddings(input); // (n, d)
    NDArray keys = keys(input, query); // (n, d)
    NDArray queue = new Queue(QUEUE).of(input, query.getShape().get(1)); // (m, d)
    NDArray own = query.mul(keys).sum(new int[] {1}, true); // (n, 1)
    NDArray others = others(RowVectors.products(query, queue), query.getShape().get(1)); // (n, m)
    NDArray logits = NDArrays.concat(new NDList(own, others), 1);
    NDArray loss = logits.div(temperature().value(input)).logSoftmax(1).get(":, 0").mean().neg();
    return new Loss(loss, Map.of(), new Queue(QUEUE).after(queue, keys));
  }

  private static NDArray keys(LossInput input, NDArray query) {
    NDArray keys = input.teacherEmbeddings();
    return Shapes.shaped("teacher.embedding", keys, query.getShape().getShape()).stopGradient();
  }
}
