package io.reflux.task;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.engine.HostTensor;
import io.reflux.method.Method;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Trainable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The sum of a method's losses over several teachers' embeddings; keeps what they say. */
record MethodOfSeveralTeachers(
    Method method, Set<String> teacherOutputs, List<Map<String, HostTensor>> taught)
    implements Method {
  @Override
  public Set<String> studentOutputs() {
    return method.studentOutputs();
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    assertThat(dimensions.teacher()).containsOnlyKeys(teacherOutputs);
    return List.of();
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    return List.of();
  }

  @Override
  public Loss loss(LossInput input, Chance chance) {
    taught.add(
        teacherOutputs.stream()
            .collect(Collectors.toMap(name -> name, name -> host(input.teacherOutput(name)))));
    return teacherOutputs.stream()
        .sorted()
        .map(output -> method.loss(of(input, output), chance))
        .reduce((a, b) -> Loss.of(a.value().add(b.value())))
        .orElseThrow();
  }

  private static HostTensor host(NDArray array) {
    return HostTensor.of(array.toFloatArray(), array.getShape().getShape());
  }

  private static LossInput of(LossInput input, String output) {
    return new LossInput(
        input.student(),
        Map.of(LossInput.EMBEDDING, input.teacherOutput(output)),
        input.labels(),
        input.exampleIds(),
        input.views(),
        input.tuples(),
        input.parameters(),
        input.memories(),
        input.step());
  }
}
