package io.reflux.pipeline;

import io.reflux.engine.Device;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of a pipeline.
 *
 * @param name unique in the pipeline; fit to name a folder
 * @param needs the tasks that must be done before, those whose models it uses included
 * @param work what it does
 */
public record Task(String name, List<String> needs, Work work) {

  /** Copies the needs. */
  public Task {
    needs = List.copyOf(needs);
  }

  /** The training that it is; empty if it is none. */
  public Optional<Learn> learn() {
    return TrainingOnly.of(work);
  }

  /** The parts of the data that it measures; empty if it measures nothing. */
  public Optional<EvaluationParts> measured() {
    return MeasuredParts.of(work);
  }

  /** The students that it trains, in the order of the file; most often one, or none. */
  public List<StudentSpec> students() {
    return learn().map(learn -> List.copyOf(learn.students().values())).orElse(List.of());
  }

  /** The devices on which it computes; none if it only writes files. */
  public Set<Device> devices() {
    return UsedDevices.of(work);
  }
}
