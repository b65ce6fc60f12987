package io.reflux.task;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.reflux.delivery.ModelExport;
import io.reflux.pipeline.Export;
import io.reflux.pipeline.ModelSource;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TaskSummary;
import io.reflux.rundir.TrainedModel;
import io.reflux.stage.Failures;
import io.reflux.stage.RunEvent;
import io.reflux.stage.TaskPhase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** The control plane of a task that writes a model: it writes, tells where, and ends. */
public final class ExportScheduler {

  /** What it is told: nothing, it ends by itself. */
  public sealed interface Command {}

  private record Write() implements Command {}

  /**
   * An export task.
   *
   * @param run what all tasks share
   * @param task its name
   * @param export what is written
   */
  public record Order(RunDependencies run, String task, Export export) {}

  private ExportScheduler() {}

  public static Behavior<Command> create(Order order, TaskReporting reporting) {
    return Behaviors.setup(
        context -> {
          context.getSelf().tell(new Write());
          return Behaviors.receive(Command.class)
              .onMessage(
                  Write.class,
                  write -> {
                    reporting.replyTo().accept(outcome(order, reporting.telemetry()));
                    return Behaviors.stopped();
                  })
              .build();
        });
  }

  private static TaskOutcome outcome(Order order, RunTelemetry telemetry) {
    long began = System.nanoTime();
    telemetry.tell(new RunEvent.TaskStarted(order.task(), 0, 0, 0));
    telemetry.phase(TaskPhase.EXPORTING);
    try {
      List<Path> files = write(order);
      telemetry.tell(new RunEvent.ModelWritten(order.task(), files));
    } catch (IOException | RuntimeException e) {
      return new TaskOutcome.Failed(Failures.cause(e));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new TaskOutcome.Finished(
        new TaskSummary(
            order.task(), 0, 0, seconds, 0, 0, Map.of(), Map.of(), Map.of(), List.of(), 0, 0));
  }

  private static List<Path> write(Order order) throws IOException {
    ModelSource.Student source = order.export().source();
    RunDirectory directory = order.run().directory();
    TrainedModel model =
        TrainedModel.find(directory.root(), source.task() + "." + source.name(), source.weights());
    return new ModelExport(model.deliverable(), order.export().precision())
        .write(EnumSet.copyOf(order.export().formats()), directory.export(order.task()));
  }
}
