package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.teacher.CacheMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** What it opens alone: caches of un-augmented answers, by folder and teacher. */
  Set<String> cleanCaches() {
    return learn().stream()
        .flatMap(learn -> learn.teachers().entrySet().stream())
        .filter(each -> each.getValue().cache().mode() == CacheMode.CLEAN)
        .map(
            each ->
                each.getValue().cache().directory()
                    + "/"
                    + each.getKey().text()
                    + " of "
                    + each.getValue().source().words())
        .collect(Collectors.toSet());
  }

  /** The devices on which it computes; none if it only writes files. */
  public Set<Device> devices() {
    return UsedDevices.of(work);
  }
}
