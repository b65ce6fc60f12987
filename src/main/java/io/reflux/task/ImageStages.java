package io.reflux.task;

import akka.actor.typed.ActorRef;
import io.reflux.batch.PixelBatch;
import io.reflux.dataset.Dataset;
import io.reflux.pipeline.DataSpec;
import io.reflux.pipeline.Pace;
import io.reflux.rundir.UnreadableImages;
import io.reflux.stage.EvaluationJob;
import io.reflux.stage.Evaluator;
import io.reflux.stage.Loader;
import io.reflux.stage.PixelBudget;
import io.reflux.stage.PixelSources;
import io.reflux.stage.RunEvent;
import io.reflux.stage.StageAsk;
import io.reflux.stage.StageSettings;
import io.reflux.view.ViewRecipe;
import java.util.List;
import java.util.Map;

/**
 * What every task has that looks at images: where they come from, a loader that reads them, an
 * evaluator that measures networks by them, and a list of those that can't be read.
 */
final class ImageStages {
  private final RunDependencies run;
  private final String task;
  private final Pace pace;
  private final EvaluationWork evaluation;
  private final UnreadableImages unreadable;
  private final PixelSources pixels;
  private final RunTelemetry telemetry;

  /**
   * Which images, and how they are cut.
   *
   * @param train the training examples
   * @param trainViews how images are cut for training, a recipe for each view
   * @param testView how they are cut for evaluation
   * @param evaluation what is measured
   * @param pace how far stages run ahead of each other
   */
  record Images(
      Dataset train,
      List<ViewRecipe> trainViews,
      ViewRecipe testView,
      EvaluationWork evaluation,
      Pace pace) {}

  /** The images of a task of a run; {@code telemetry} hears of each that can't be read. */
  ImageStages(RunDependencies run, String task, Images images, RunTelemetry telemetry) {
    this.run = run;
    this.task = task;
    this.telemetry = telemetry;
    pace = images.pace();
    evaluation = images.evaluation();
    evaluation.doubts().forEach(doubt -> telemetry.tell(new RunEvent.Told(task, doubt)));
    DataSpec data = run.pipeline().data();
    unreadable =
        new UnreadableImages(
            data.unreadableLimit(),
            (image, reason) -> telemetry.tell(new RunEvent.ImageLeftOut(task, image, reason)));
    pixels =
        new PixelSources(
            new PixelSources.Parts(images.train(), evaluation.parts()),
            new PixelSources.Reading(data.decode(), run.storage()),
            new PixelSources.Cuts(images.trainViews(), images.testView(), evaluation.probeView()),
            pace.bytesOfEachPool(),
            run.stages());
  }

  /** The images that may be left out, and those that were. */
  UnreadableImages unreadable() {
    return unreadable;
  }

  /** How many bytes of pixels are in flight, and may be; closing it lets nobody wait any longer. */
  PixelBudget pixelBudget() {
    return pixels.pixelBudget();
  }

  /** Spawns the loader. */
  ActorRef<Loader.Command> loader(StageSpawner spawner) {
    Loader.Settings settings = new Loader.Settings(pace.loaders(), pixels, run.timeouts());
    return spawner.shared("loader", Loader.create(settings, spawner.board()));
  }

  /** Spawns the evaluator, which asks a loader. */
  ActorRef<Evaluator.Command> evaluator(StageSpawner spawner, ActorRef<Loader.Command> loader) {
    StageAsk ask = spawner.ask();
    Evaluator.Dependencies dependencies =
        new Evaluator.Dependencies(
            (split, plan) ->
                ask.<Loader.Command, PixelBatch>ask(
                        loader, run.timeouts().answer(), to -> new Loader.Load(split, plan, to))
                    .thenApply(this::noted),
            pace.loadAhead(),
            this::measuring,
            run.timeouts());
    StageSettings settings =
        new StageSettings("evaluator", evaluation.device().toString(), run.timeouts().restarts());
    return spawner.computing(
        settings.stage(), Evaluator.create(settings, dependencies, spawner.board()));
  }

  private EvaluationJob<Map<String, Double>> measuring(String network) {
    Measurements measurements =
        new Measurements(
            path -> new Measurement(evaluation, path), run.directory().embeddings(task, network));
    boolean isTeacher =
        evaluation.teacher().filter(run.directory().embeddings(task, network)::equals).isPresent();
    return new ToldMeasurement(
        isTeacher && evaluation.parts().queries().labelled()
            ? new DoubtedTeacher(measurements, evaluation.device(), this::tell)
            : measurements,
        new ToldMeasurement.Telling(
            task, network, evaluation.images(), System::nanoTime, telemetry::measuring));
  }

  private void tell(String sentence) {
    telemetry.tell(new RunEvent.Told(task, sentence));
  }

  private PixelBatch noted(PixelBatch batch) {
    unreadable.note(batch);
    return batch;
  }
}
