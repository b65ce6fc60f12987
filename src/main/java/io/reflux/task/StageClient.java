package io.reflux.task;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.stage.Evaluator;
import io.reflux.stage.Loader;
import io.reflux.stage.Split;
import io.reflux.stage.TeacherPool;
import io.reflux.stage.Trainer;
import io.reflux.stream.LearnStages;
import io.reflux.stream.StepDone;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.StepReport;
import io.reflux.train.StudentState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a scheduler asks of a task's stages. May be called from any thread. */
final class StageClient {
  private final LearnTask order;
  private final Stages stages;
  private final Scheduler timer;

  StageClient(LearnTask order, Stages stages, Scheduler timer) {
    this.order = order;
    this.stages = stages;
    this.timer = timer;
  }

  /** The metrics of a network. */
  CompletionStage<Map<String, Double>> measure(String name, Supplier<FrozenModel> loading) {
    return longCall(stages.evaluator(), to -> new Evaluator.Evaluate(name, loading, to));
  }

  /** What the stages of the stream do with one element. */
  LearnStages stages(Function<StepDone, CompletionStage<Done>> journal) {
    Map<String, Function<TaughtBatch, CompletionStage<StepReport>>> students =
        new LinkedHashMap<>();
    stages
        .trainers()
        .forEach(
            (name, trainer) ->
                students.put(
                    name,
                    taught ->
                        surveyed(name, trainer, taught).thenCompose(d -> train(trainer, taught))));
    return new LearnStages(
        plan ->
            this.<Loader.Command, PixelBatch>call(
                    stages.loader(), to -> new Loader.Load(Split.TRAIN, plan, to))
                .thenApply(order.unreadable()::learnable),
        batch ->
            stages.teachers().isEmpty()
                ? CompletableFuture.completedFuture(new TaughtBatch(batch, Map.of()))
                : call(stages.teachers().get(), to -> new TeacherPool.Teach(batch, to)),
        students,
        journal);
  }

  /** Makes the surveys of a student that are due before a batch. */
  private CompletionStage<Done> surveyed(
      String student, ActorRef<Trainer.Command> trainer, TaughtBatch taught) {
    BatchPlan plan = taught.pixels().plan();
    CompletionStage<Done> done = CompletableFuture.completedFuture(Done.getInstance());
    for (Surveying surveying : order.surveyings().getOrDefault(student, List.of())) {
      if (surveying.dueBefore(plan.epoch(), plan.step())) {
        done = done.thenCompose(d -> survey(student, surveying.survey(plan.epoch()), trainer));
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
                            student, survey.job(), survey.loading().apply(state), to)))
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

  /** Asks for something that may take as long as an evaluation. */
  <M, R> CompletionStage<R> longCall(
      ActorRef<M> whom, akka.japi.function.Function<ActorRef<StatusReply<R>>, M> question) {
    return AskPattern.askWithStatus(whom, question, order.timeouts().evaluation(), timer);
  }

  private CompletionStage<StepReport> train(ActorRef<Trainer.Command> trainer, TaughtBatch taught) {
    long after = taught.pixels().plan().globalStep() + 1;
    return call(
        trainer, to -> new Trainer.Train(taught, order.milestones().snapshotAfter(after), to));
  }

  private <M, R> CompletionStage<R> call(
      ActorRef<M> whom, akka.japi.function.Function<ActorRef<StatusReply<R>>, M> question) {
    return AskPattern.askWithStatus(whom, question, order.timeouts().answer(), timer);
  }
}
