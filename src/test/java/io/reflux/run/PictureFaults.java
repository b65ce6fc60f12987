package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.run.FaultTable.Fault;
import io.reflux.run.FaultTable.Outcome;
import io.reflux.rundir.RunSummary;
import io.reflux.stage.StageFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Pictures that are damaged, and pictures that are away for a while. */
record PictureFaults(FaultTrials trials) {
  private static final String CACHE = FaultTrials.CACHES.get(0);

  List<Fault> all() {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < TinyPipeline.STEPS; i++) {
      int number = i;
      faults.add(new Fault("a picture damaged", "number " + i, () -> damaged(number)));
      faults.add(new Fault("pictures away for a while", "step " + i, () -> away(1 + number)));
    }
    return faults;
  }

  private Outcome damaged(int number) throws Exception {
    Path torn = trials.copy(trials.pack());
    Draws draws = Chance.of(11).at(number).draws();
    // Every picture of the test part is read; one to train on may never be drawn.
    int label = TinyPack.CLASSES / 2 + draws.nextInt(TinyPack.CLASSES / 2);
    Path file = TinyPack.image(torn, label, draws.nextInt(TinyPack.IMAGES));
    (number % 2 == 0 ? Damage.EMPTY : Damage.CUT).to(file, draws);
    Trial trial = Trial.of(trials.over(torn, CACHE), trials.folder());
    RunSummary summary = trial.completed();
    String name = torn.relativize(file).toString();
    boolean named =
        summary.tasks().stream()
            .allMatch(task -> task.unreadable().stream().anyMatch(each -> each.contains(name)));
    if (!named) {
      // A PNG that lacks only its last chunk has all its pixels, as for PIL.
      trials.assertSame(CACHE, trial.directory());
      return Outcome.SAME_NUMBERS;
    }
    return Outcome.LOSS_TOLD;
  }

  /** While the run goes on, its pictures' folder is moved away and back. */
  private Outcome away(int step) throws Exception {
    Path own = trials.copy(trials.pack());
    AtomicBoolean once = new AtomicBoolean();
    Trial trial =
        Trial.of(
            trials.over(own, CACHE, "data.decode.kept-bytes = 0 B"),
            trials.folder(),
            new StageFactory(),
            (run, event) -> {
              String text = event.toString();
              if (text.startsWith("StepTaken[task=source")
                  && text.contains("step=" + step + ",")
                  && once.compareAndSet(false, true)) {
                moveAwayAndBack(own);
              }
            });
    trial.completed();
    assertThat(once).isTrue();
    trials.assertSame(CACHE, trial.directory());
    return Outcome.SAME_NUMBERS;
  }

  private static void moveAwayAndBack(Path place) {
    Path elsewhere = place.resolveSibling(place.getFileName() + "-away");
    try {
      Files.move(place, elsewhere);
      TimeUnit.MILLISECONDS.sleep(300);
      Files.move(elsewhere, place);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
