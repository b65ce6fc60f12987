package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.reflux.chance.Chance;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.method.Momentum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The network that follows a student, as its method's {@link Momentum} says. */
final class MomentumNetwork implements AutoCloseable {
  private final Momentum settings;
  private final Replicas replicas;
  private final MomentumUpdate update;
  private final Drops drops;

  /** Loads the student's program a second time: a copy of it as it begins. */
  MomentumNetwork(Momentum settings, StudentParts parts, Crew crew) {
    this.settings = settings;
    replicas = new Replicas(parts, crew);
    update = new MomentumUpdate(settings.decay(), crew.scope(0));
    drops = new Drops(replicas.program(), parts.chance());
  }

  /**
   * The keys of a batch, by the names that the method reads. Nothing is left out of this network.
   *
   * @param images of every view
   * @param chance the randomness of this step
   */
  Map<String, NDArray> keys(StepImages images, Chance chance, TensorScope call) {
    NDArray own = images.of(settings.view());
    int rows = Math.toIntExact(own.getShape().get(0));
    int[] order = ViewRows.first(rows).stream().mapToInt(Integer::intValue).toArray();
    if (settings.shuffled()) {
      chance.draws().shuffle(order);
    }
    if (settings.batchStatistics()) {
      replicas.train();
    } else {
      replicas.eval();
    }
    NDArray shown = settings.shuffled() ? reordered(own, order) : own;
    Map<String, NDArray> answers = replicas.outputs(drops.whole(shown, call), call);
    Map<String, NDArray> keys = new LinkedHashMap<>();
    for (String name : settings.outputs()) {
      NDArray answer = Objects.requireNonNull(answers.get(name));
      keys.put(
          Momentum.PREFIX + name, settings.shuffled() ? reordered(answer, inverse(order)) : answer);
    }
    return keys;
  }

  /** Takes the student's parameters after a step into account. */
  void follow(Program student) {
    List<NDArray> own = new ArrayList<>();
    List<NDArray> others = new ArrayList<>();
    replicas
        .program()
        .parameters()
        .forEach(
            (key, array) -> {
              own.add(array);
              others.add(Objects.requireNonNull(student.parameters().get(key)));
            });
    update.move(own, others);
    replicas.spread();
  }

  /** Its own tensors, by key. */
  Map<String, NDArray> tensors() {
    return replicas.program().state();
  }

  /** Copies of all its tensors. */
  Map<String, HostTensor> state() {
    return replicas.program().snapshot();
  }

  /** Takes over what {@link #state} once gave. */
  void restore(Map<String, HostTensor> state) {
    replicas.restore(state);
  }

  @Override
  public void close() {
    update.close();
    replicas.close();
  }

  private static NDArray reordered(NDArray rows, int[] order) {
    NDList list = new NDList();
    for (int row : order) {
      list.add(ViewRows.rows(rows, row, row + 1L));
    }
    return NDArrays.concat(list, 0);
  }

  private static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return inverse;
  }
}
