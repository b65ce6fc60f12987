package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.batch.BatchPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** All tensors of one step of a student, in the order in which they came to be. */
public final class StepTrace implements StepWatch {
  private final String student;
  private final BatchPlan plan;
  private final String before;
  private final List<TensorFacts> tensors = new ArrayList<>();

  StepTrace(String student, BatchPlan plan, String before) {
    this.student = student;
    this.plan = plan;
    this.before = before;
  }

  @Override
  public void at(Part part, Supplier<Map<String, NDArray>> own) {
    own.get()
        .forEach(
            (name, tensor) -> {
              if (tensor.getDataType().isFloating()) {
                tensors.add(TensorFacts.of(part, name, tensor));
              }
            });
  }

  /** Whose step it was. */
  public String student() {
    return student;
  }

  /** The plan of its batch. */
  public BatchPlan plan() {
    return plan;
  }

  /** What of the student was not finite after an earlier step, the first; empty for nothing. */
  public String before() {
    return before;
  }

  /** What was seen; it ends early if the step failed. */
  public List<TensorFacts> tensors() {
    return Collections.unmodifiableList(tensors);
  }

  /** The first tensor that held something else than finite numbers. */
  public Optional<TensorFacts> firstNotFinite() {
    return tensors.stream().filter(each -> !each.finite()).findFirst();
  }
}
