package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.reflux.chance.Chance;
import io.reflux.engine.ElementType;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import io.reflux.objective.LossInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a step's batch, and of what the student's network answered, what a loss sees.
 *
 * @param parts of the student
 * @param type the element type of the weights
 * @param tensors what the method trains and remembers
 * @param momentumNetwork the momentum network, if the method has one
 */
record LossInputs(
    StudentParts parts,
    ElementType type,
    MethodTensors tensors,
    @Nullable MomentumNetwork momentumNetwork) {

  /** The element type of a program's weights. */
  static ElementType type(Program program) {
    boolean exact =
        program.parameters().values().stream()
            .anyMatch(array -> array.getDataType() == DataType.FLOAT64);
    return exact ? ElementType.FLOAT64 : ElementType.FLOAT32;
  }

  /** What the loss sees of a batch. */
  LossInput of(StepInput batch, StepImages images, Map<String, NDArray> copies, TensorScope call) {
    List<Integer> views = parts.method().views().student(batch.views());
    Map<String, NDArray> teacher = new LinkedHashMap<>(taught(batch, call));
    if (momentumNetwork != null) {
      Chance chance = parts.chance().at("follower").at(batch.step());
      teacher.putAll(momentumNetwork.keys(images, chance, call));
    }
    return new LossInput(
        copies,
        teacher,
        batch.ofViews(batch.labels(), views),
        batch.ofViews(batch.exampleIds(), views),
        views.size(),
        Tuples.NONE,
        MethodTensors.lent(tensors.trainableArrays(), call),
        MethodTensors.lent(tensors.memoryArrays(), call),
        batch.step());
  }

  private Map<String, NDArray> taught(StepInput batch, TensorScope call) {
    List<Integer> wanted = parts.method().views().teacher(batch.views());
    Map<String, NDArray> teacher = new LinkedHashMap<>();
    batch
        .teacher()
        .forEach(
            (name, rows) -> {
              NDArray all = rows.to(type).toNative(call.manager());
              teacher.put(name, ViewRows.pick(all, batch.taught(), wanted));
            });
    return teacher;
  }
}
