package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.run.FailingStages.Which;
import io.reflux.run.FaultTable.Fault;
import io.reflux.run.FaultTable.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Exceptions and errors in stages, once or for good, and calls that hang for a while. */
record StageFaults(FaultTrials trials) {
  private static final int TURNS = 4;
  private static final Set<Which> OF_TEACHERS = EnumSet.of(Which.LANE, Which.CACHE);

  List<Fault> all() {
    List<Fault> faults = new ArrayList<>();
    for (String cache : FaultTrials.CACHES) {
      for (Which which : Which.values()) {
        failures().forEach(failure -> faults.addAll(of(cache, which, failure)));
        int call = call(cache, which, TURNS);
        faults.add(
            new Fault("a call that hangs", cache + which + call, () -> hung(cache, which, call)));
      }
    }
    for (String method : SoakRuns.METHODS) {
      int turn = 0;
      for (Which which : Which.values()) {
        boolean works = SoakRuns.taught(method) || !OF_TEACHERS.contains(which);
        if (works) {
          faults.addAll(of(method, which, failures().get(turn % failures().size())));
        }
        turn++;
      }
    }
    return faults;
  }

  private List<Fault> of(String cache, Which which, Throwable failure) {
    List<Fault> faults = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      boolean ever = turn == TURNS - 1;
      int call = call(cache, which, turn);
      faults.add(
          new Fault(
              failure.getClass().getSimpleName()
                  + " in the "
                  + which.name().toLowerCase(java.util.Locale.ROOT),
              "%s, call %d%s".formatted(cache, call, ever ? " and on" : ""),
              () ->
                  failing(
                      cache,
                      new FailingStages(
                          which, at -> ever ? at >= call : at == call, () -> raise(failure)))));
    }
    return faults;
  }

  private static int call(String cache, Which which, int turn) {
    Chance chance = Chance.of(5).at(cache).at(which.name()).at(turn);
    return 1 + chance.draws().nextInt(which == Which.CACHE ? 2 : TinyPipeline.STEPS);
  }

  private static List<Throwable> failures() {
    return List.of(
        new IllegalStateException(FailingStages.SENTENCE),
        new OutOfMemoryError(FailingStages.SENTENCE),
        new StackOverflowError(FailingStages.SENTENCE));
  }

  private Outcome failing(String cache, FailingStages stages) throws Exception {
    Path run = trials.folder();
    Trial trial = Trial.of(trials.pipeline(cache), run, stages);
    if (trial.end() instanceof RunEnd.Failed failed) {
      assertThat(failed.sentence()).contains(FailingStages.SENTENCE);
      Trial resumed = Trial.of(trials.pipeline(cache), run);
      resumed.completed();
      trials.assertSame(cache, resumed.directory());
      return Outcome.NAMED_AND_RESUMED;
    }
    trial.completed();
    trials.assertSame(cache, trial.directory());
    return Outcome.SAME_NUMBERS;
  }

  private Outcome hung(String cache, Which which, int call) throws Exception {
    return failing(cache, new FailingStages(which, at -> at == call, StageFaults::sleep));
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(400);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void raise(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
