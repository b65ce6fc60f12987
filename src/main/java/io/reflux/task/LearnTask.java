package io.reflux.task;

import akka.NotUsed;
import akka.actor.typed.javadsl.ActorContext;
import akka.stream.javadsl.Source;
import io.reflux.batch.BatchPlan;
import io.reflux.network.FrozenModel;
import io.reflux.rundir.TaskJournal;
import io.reflux.rundir.UnreadableImages;
import io.reflux.stage.PixelBudget;
import io.reflux.stage.Timeouts;
import io.reflux.stream.Depths;
import io.reflux.train.StudentState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * All that a scheduler needs to know of one learning task; what is behind it (datasets, networks,
 * methods) was made ready before.
 *
 * @param task its name
 * @param milestones how long it is, when to evaluate and to checkpoint
 * @param fromStep steps done before, in an earlier sitting
 * @param secondsBefore time spent in earlier sittings
 * @param plans makes the plans from a step on
 * @param stored the plans of a sampler that draws by stored embeddings, in the place of {@code
 *     plans}
 * @param stages spawns the stages
 * @param journal what the task writes down
 * @param pipelineDigest the digest of the resolved pipeline
 * @param depths how far the stages run ahead
 * @param timeouts how long answers may take
 * @param pixelBudget how many bytes of pixels are in flight, and may be
 * @param teacher the teacher's network, if its own metrics are to be measured first
 * @param students each student's network from its state, for evaluation
 * @param resumed each student's state at {@code fromStep}, if it was not 0
 * @param surveyings what each student has found out before some of its steps
 * @param facts what the summary says of each student's network
 * @param unreadable what may be left out, and what was
 */
public record LearnTask(
    String task,
    Milestones milestones,
    long fromStep,
    double secondsBefore,
    LongFunction<Iterable<BatchPlan>> plans,
    Optional<StoredPlans> stored,
    Function<ActorContext<?>, Stages> stages,
    TaskJournal journal,
    String pipelineDigest,
    Depths depths,
    Timeouts timeouts,
    PixelBudget pixelBudget,
    Optional<Supplier<FrozenModel>> teacher,
    Map<String, Function<StudentState, Supplier<FrozenModel>>> students,
    Map<String, StudentState> resumed,
    Map<String, List<Surveying>> surveyings,
    Map<String, NetworkFacts> facts,
    UnreadableImages unreadable) {

  /** What the summary says of a network. */
  record NetworkFacts(long parameters, int embeddingSize) {}

  /** The plans that are still to be trained on. */
  Source<BatchPlan, NotUsed> source() {
    return stored
        .map(StoredPlans::source)
        .orElseGet(() -> Source.fromIterator(() -> plans.apply(fromStep).iterator()));
  }

  /** The names of the students, in order. */
  List<String> studentNames() {
    return List.copyOf(students.keySet());
  }
}
