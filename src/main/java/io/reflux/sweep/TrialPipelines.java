package io.reflux.sweep;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.setting.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pipelines of a sweep's trials, each checked as {@code reflux check} does. */
final class TrialPipelines {
  private TrialPipelines() {}

  /**
   * The same mistake in several trials.
   *
   * @param sentence what is wrong
   * @param trials their names
   */
  record Alike(String sentence, Set<String> trials) {}

  /**
   * Reads all of them. The same mistake with several values is told of the first.
   *
   * @throws SweepRefusedException with everything that is wrong with any
   */
  static List<Pipeline> of(SweepRequest request, List<Trial> trials) {
    List<Pipeline> pipelines = new ArrayList<>();
    Map<String, Alike> problems = new LinkedHashMap<>();
    for (Trial trial : trials) {
      try {
        pipelines.add(one(request, trial));
      } catch (PipelineException e) {
        for (Problem problem : e.problems()) {
          String kind = problem.path().isEmpty() ? problem.value() : problem.path();
          String alike = kind + " " + problem.expected();
          problems
              .computeIfAbsent(alike, one -> new Alike(problem.toString(), new LinkedHashSet<>()))
              .trials()
              .add(trial.name());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new SweepRefusedException(List.copyOf(problems.values()), trials.size());
    }
    return pipelines;
  }

  private static Pipeline one(SweepRequest request, Trial trial) throws PipelineException {
    List<String> assignments = new ArrayList<>(request.assignments());
    assignments.addAll(trial.assignments());
    return Pipeline.read(Path.of(request.file()), assignments);
  }
}
