package io.reflux.bench;

import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import io.reflux.pipeline.PipelineException;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.ForwardingStudent;
import io.reflux.train.StepReport;
import io.reflux.train.Student;
import io.reflux.weights.FolderRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What {@link PipelineBench} does, of real stages: relaxed contrastive transfer from JPEGs, with a
 * ResNet-50 as the teacher of a ResNet-18. A stage is alone where the others' work costs nothing:
 * their first piece is done, and its outcome stands for all later ones. Loaders always work.
 * Teacher and student have a thread each, for a core each.
 *
 * <p>On a processor stages share cores, memory and caches, so what bounds them is not the slowest
 * alone.
 */
public final class RealStagesBench {
  private static final String SHARED = "threads = auto";

  /** With more, teacher and student would take turns at the cores. */
  private static final String OWN = "threads = 1";

  private final OriginalsBench.Size size;
  private final UnaryOperator<String> networks;

  /**
   * A bench.
   *
   * @param size of batches; each run takes at least its steps and is timed in its second half
   */
  public RealStagesBench(OriginalsBench.Size size) {
    this(size, settings -> settings);
  }

  /**
   * The same with other networks.
   *
   * @param networks what stands for teacher and student, HOCON
   */
  RealStagesBench(OriginalsBench.Size size, UnaryOperator<String> networks) {
    this.size = size;
    this.networks = networks;
  }

  /**
   * Times the stages.
   *
   * @param precision of both networks, as a pipeline file would have it
   * @throws IOException if files can't be written to the folder for temporary files
   * @throws IllegalStateException if a run fails
   */
  public PipelineBench.Paces paces(String precision) throws IOException, PipelineException {
    OriginalWork work = OriginalWork.ALL.get(0);
    OriginalWork.Party party =
        work.parties().stream()
            .filter(each -> !each.cached() && each.name().endsWith("-" + precision))
            .findFirst()
            .map(each -> each.with(networks.apply(each.networks().replace(SHARED, OWN))))
            .orElseThrow();
    Path folder = Files.createTempDirectory("reflux-bench");
    try {
      Timed timed = new Timed(OriginalRuns.in(folder, size), work, party);
      return new PipelineBench.Paces(
          timed.millis(RepeatedAnswers::new, IdleStudent::new),
          timed.millis(UnaryOperator.identity(), IdleStudent::new),
          timed.millis(RepeatedAnswers::new, UnaryOperator.identity()),
          timed.millis(UnaryOperator.identity(), UnaryOperator.identity()));
    } finally {
      FolderRemoval.of(folder);
    }
  }

  /** A work that is run again and again. */
  private record Timed(OriginalRuns runs, OriginalWork work, OriginalWork.Party party) {

    /** A step's time in the second half of a run. */
    double millis(UnaryOperator<FrozenModel> teachers, UnaryOperator<Student> students)
        throws IOException, PipelineException {
      StepClock clock = runs.run(work, party, new StepClock(1, teachers, students));
      return clock.millisEach(clock.steps() / 2 - 1, clock.steps() - 1);
    }
  }

  /** Answers as it did to the first batch of as many rows. */
  static final class RepeatedAnswers implements FrozenModel {
    private final FrozenModel teacher;
    private final Map<Integer, Map<String, HostTensor>> answers = new ConcurrentHashMap<>();

    RepeatedAnswers(FrozenModel teacher) {
      this.teacher = teacher;
    }

    @Override
    public Map<String, HostTensor> infer(Images images) {
      return answers.computeIfAbsent(images.rows(), rows -> teacher.infer(images));
    }

    @Override
    public int liveTensors() {
      return teacher.liveTensors();
    }

    @Override
    public void close() {
      teacher.close();
    }
  }

  /** Takes one step; that is what it tells of all later ones. */
  static final class IdleStudent extends ForwardingStudent {
    private final Student student;
    private Optional<StepReport> first = Optional.empty();

    IdleStudent(Student student) {
      super(student);
      this.student = student;
    }

    @Override
    public StepReport step(TaughtBatch batch) {
      StepReport report = first.orElseGet(() -> student.step(batch));
      first = Optional.of(report);
      return report;
    }
  }
}
