package io.reflux.pipeline;

import io.reflux.dataset.Splits;
import io.reflux.setting.Defaults;
import io.reflux.setting.InputException;
import io.reflux.setting.Problems;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a whole file to its end, then answers with a pipeline or with everything wrong in it. */
final class PipelineReader {
  private final Environment environment;
  private final Problems problems;

  /**
   * For one file.
   *
   * @param environment what the pipeline is checked against
   * @param problems what was noted of the file so far, and where more is noted
   */
  PipelineReader(Environment environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /** Reads a file's root; an empty one stands for a file that is no HOCON, as noted. */
  Pipeline read(Optional<Section> root) throws PipelineException {
    if (root.isEmpty()) {
      throw new PipelineException(problems.all());
    }
    return read(root.get().withDefaults(Defaults.of("pipeline.file")));
  }

  private Pipeline read(Section root) throws PipelineException {
    root.allow("shared");
    String name = Names.read(root);
    long seed = root.wholeLong("seed", Range.ANY);
    List<Long> seeds = root.wholeLongs("seeds");
    if (seeds.stream().distinct().count() < seeds.size()) {
      root.refuse("seeds", "whole numbers, all different");
    }
    Section dataSection = root.section("data");
    int problemsBefore = problems.all().size();
    DataSpec data = DataSpec.read(dataSection.withDefaults(Defaults.of("pipeline.data")));
    boolean dataMakesSense = problems.all().size() == problemsBefore;
    Section machineSection = root.section("machine");
    Machine machine = Machine.read(machineSection);
    Pace.Hardware each = Pace.Hardware.present().sharedBy(machine.tasks().atTheProcessor(root));
    List<TaskDraft> drafts = new TasksReader(new Devices(environment.missing()), each).read(root);
    new PixelBudgetCheck(machineSection, machine).check(drafts);
    StatusSpec status = StatusSpec.read(root.section("status"));
    Optional<ClusterSpec> cluster = root.sectionIfPresent("cluster").map(ClusterSpec::read);
    List<Task> tasks = TasksReader.ordered(drafts);
    if (cluster.isEmpty() && works(drafts).anyMatch(work -> work.visit(new WaitsForNodes()))) {
      root.refuse("tasks", "cluster { … } beside teachers with nodes-only = true");
    }
    if (Computing.of(works(drafts).toList()).contradicts()) {
      root.refuse(
          "tasks", "float32 or tf32 of all networks on GPUs: cuDNN's switch is the process's");
    }
    root.finish();
    if (environment.data()) {
      ListeningCheck.status(root.section("status"), status);
      cluster.ifPresent(own -> ListeningCheck.cluster(root.section("cluster"), own));
      boolean readable = problems.none();
      drafts.forEach(draft -> NamedFiles.check(draft, readable));
    }
    if (environment.data() && dataMakesSense) {
      Optional<Splits> splits = data.open(dataSection);
      if (problems.none()) {
        tasks = splits.map(opened -> TasksReader.ordered(fit(opened, drafts))).orElse(tasks);
        splits
            .filter(opened -> problems.none())
            .ifPresent(opened -> new TrialCheck(drafts, opened).check());
      }
    }
    if (!problems.none()) {
      throw new PipelineException(problems.all());
    }
    return new Pipeline(name, seed, seeds, data, tasks, machine, status, cluster, root.resolved());
  }

  private static Stream<Work> works(List<TaskDraft> drafts) {
    return drafts.stream().flatMap(draft -> draft.work().stream());
  }

  /**
   * The tasks as the data let them be done; notes what does not fit: samplers that fill no batch,
   * parts that there are not.
   */
  private static List<TaskDraft> fit(Splits splits, List<TaskDraft> drafts) {
    List<TaskDraft> fitting = new ArrayList<>();
    for (TaskDraft draft : drafts) {
      try {
        fitting.add(
            draft
                .work()
                .map(work -> work.visit(new DataFit(splits, draft)))
                .map(draft::with)
                .orElse(draft));
      } catch (InputException e) {
        fitting.add(draft);
        draft.body().refuseWith(String.valueOf(e.getMessage()));
      }
    }
    return fitting;
  }
}
