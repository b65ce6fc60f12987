package io.reflux.task;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import akka.stream.javadsl.RunnableGraph;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.pipeline.TeacherName;
import io.reflux.stage.Evaluator;
import io.reflux.stage.Loader;
import io.reflux.stage.RunStatus;
import io.reflux.stage.Split;
import io.reflux.stage.StageAsk;
import io.reflux.stage.TeacherPool;
import io.reflux.stage.Trainer;
import io.reflux.stream.LearnStages;
import io.reflux.stream.LearnStream;
import io.reflux.stream.StepDone;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.StepReport;
import io.reflux.train.StudentState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a scheduler asks of a task's stages. May be called from any thread. */
final class StageClient {
  private final LearnTask task;
  private final Stages stages;
  private final StageAsk ask;

  StageClient(LearnTask task, Stages stages, StageAsk ask) {
    this.task = task;
    this.stages = stages;
    this.ask = ask;
  }

  /** The metrics of a network. */
  CompletionStage<Map<String, Double>> measure(String name, Supplier<FrozenModel> loading) {
    return longCall(stages.evaluator(), to -> new Evaluator.Evaluate(name, loading, to));
  }

  /**
   * The stream of the task, through its stages.
   *
   * @param gate answers a plan once it is let in
   * @param journal writes down a finished step
   */
  RunnableGraph<LearnStream.Running> stream(
      Function<BatchPlan, CompletionStage<BatchPlan>> gate,
      Function<StepDone, CompletionStage<Done>> journal) {
    return new LearnStream(stages(journal), task.schedule().depths())
        .over(task.schedule().plans().source().mapAsync(1, gate::apply));
  }

  /** What the stages of the stream do with one element. */
  private LearnStages stages(Function<StepDone, CompletionStage<Done>> journal) {
    Map<String, Function<TaughtBatch, CompletionStage<StepReport>>> students =
        new LinkedHashMap<>();
    for (StudentSubject student : task.students()) {
      ActorRef<Trainer.Command> trainer =
          Objects.requireNonNull(stages.trainers().get(student.name()));
      students.put(
          student.name(),
          taught -> surveyed(student, trainer, taught).thenCompose(done -> train(trainer, taught)));
    }
    return new LearnStages(
        plan ->
            this.<Loader.Command, PixelBatch>call(
                    stages.loader(), to -> new Loader.Load(Split.TRAIN, plan, to))
                .thenApply(task.ledger().unreadable()::learnable),
        this::taught,
        students,
        journal);
  }

  /** A batch with what every teacher says about it. */
  private CompletionStage<TaughtBatch> taught(PixelBatch batch) {
    CompletionStage<TaughtBatch> all =
        CompletableFuture.completedFuture(new TaughtBatch(batch, Map.of()));
    for (Map.Entry<TeacherName, ActorRef<TeacherPool.Command>> each :
        stages.teachers().entrySet()) {
      CompletionStage<TaughtBatch> one =
          call(each.getValue(), to -> new TeacherPool.Teach(batch, to));
      all = all.thenCombine(one, (before, now) -> joined(before, each.getKey(), now));
    }
    return all;
  }

  /** All teachers look at the same views. */
  private static TaughtBatch joined(TaughtBatch before, TeacherName name, TaughtBatch now) {
    Map<String, HostTensor> outputs = new LinkedHashMap<>(before.teacher());
    outputs.putAll(name.address(now.teacher()));
    return new TaughtBatch(now.pixels(), outputs, now.views());
  }

  /** Makes the surveys of a student that are due before a batch. */
  private CompletionStage<Done> surveyed(
      StudentSubject student, ActorRef<Trainer.Command> trainer, TaughtBatch taught) {
    BatchPlan plan = taught.pixels().plan();
    CompletionStage<Done> done = CompletableFuture.completedFuture(Done.getInstance());
    for (Surveying surveying : student.surveyings()) {
      if (surveying.dueBefore(plan.epoch(), plan.step())) {
        done =
            done.thenCompose(d -> survey(student.name(), surveying.survey(plan.epoch()), trainer));
      }
    }
    return done;
  }

  private CompletionStage<Done> survey(
      String student, Surveying.Survey survey, ActorRef<Trainer.Command> trainer) {
    return this.<Trainer.Command, StudentState>call(trainer, Trainer.TakeSnapshot::new)
        .thenCompose(
            state ->
                this.<Evaluator.Command, HostTensor>longCall(
                    stages.evaluator(),
                    to ->
                        new Evaluator.Survey<>(
                            student, survey.job(), survey.network().at(state), to)))
        .thenCompose(
            result -> {
              Surveying.Found found = survey.found().apply(result);
              return call(
                  trainer, to -> new Trainer.Assign(found.trainables(), found.memories(), to));
            });
  }

  /** Every student as it is now. */
  CompletionStage<Map<String, StudentState>> snapshots() {
    CompletionStage<Map<String, StudentState>> all =
        CompletableFuture.completedFuture(new LinkedHashMap<>());
    for (Map.Entry<String, ActorRef<Trainer.Command>> each : stages.trainers().entrySet()) {
      all =
          all.thenCombine(
              this.<Trainer.Command, StudentState>call(each.getValue(), Trainer.TakeSnapshot::new),
              (states, state) -> {
                states.put(each.getKey(), state);
                return states;
              });
    }
    return all;
  }

  /** How the run goes. */
  CompletionStage<RunStatus> status() {
    return ask.status(task.schedule().timeouts().answer());
  }

  /** Asks for something that may take as long as an evaluation. */
  <M, R> CompletionStage<R> longCall(
      ActorRef<M> whom, akka.japi.function.Function<ActorRef<StatusReply<R>>, M> question) {
    return ask.ask(whom, task.schedule().timeouts().evaluation(), question);
  }

  private CompletionStage<StepReport> train(ActorRef<Trainer.Command> trainer, TaughtBatch taught) {
    long after = taught.pixels().plan().globalStep() + 1;
    return call(trainer, to -> new Trainer.Train(taught, task.agenda().snapshotAfter(after), to));
  }

  private <M, R> CompletionStage<R> call(
      ActorRef<M> whom, akka.japi.function.Function<ActorRef<StatusReply<R>>, M> question) {
    return ask.ask(whom, task.schedule().timeouts().answer(), question);
  }
}
