package io.reflux.bench;

import io.reflux.pipeline.PipelineException;
import io.reflux.weights.FolderRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Times the training steps of papers, whole runs of Reflux with {@code threads = auto} beside the
 * loops of the originals in eager PyTorch: JPEGs that are decoded and cut, teacher, student, loss,
 * optimizer. The parties take turns, each with the machine to itself; a ratio is the median over
 * the turns.
 */
public final class OriginalsBench {
  private final Size size;
  private final String python;
  private final Consumer<String> report;
  private final UnaryOperator<String> networks;

  /**
   * How much is measured.
   *
   * @param rows of a batch, views included; even
   * @param side of an image in pixels
   * @param steps that are timed in a turn
   * @param turns of each party
   * @param threads of PyTorch, and processes of its loader
   */
  public record Size(int rows, int side, int steps, int turns, int threads) {}

  /**
   * A bench.
   *
   * @param python the command of a Python that has torch and PIL
   * @param report is told each time and ratio, a line each
   */
  public OriginalsBench(Size size, String python, Consumer<String> report) {
    this(size, python, report, settings -> settings);
  }

  /**
   * The same with other networks on our side.
   *
   * @param networks what stands for a party's teacher and students, HOCON
   */
  OriginalsBench(
      Size size, String python, Consumer<String> report, UnaryOperator<String> networks) {
    this.size = size;
    this.python = python;
    this.report = report;
    this.networks = networks;
  }

  /**
   * Measures all whose name contains a word.
   *
   * @return the ratios; none if that Python isn't there or has no torch, and nothing is run then
   * @throws IOException if files can't be written to the folder for temporary files
   * @throws IllegalStateException if a run fails
   */
  public List<BenchCase> run(String word) throws IOException, PipelineException {
    List<BenchCase> cases = new ArrayList<>();
    Path folder = Files.createTempDirectory("reflux-bench");
    try {
      OriginalRuns runs = OriginalRuns.in(folder, size);
      for (OriginalWork work : OriginalWork.ALL) {
        List<OriginalWork.Party> parties =
            work.parties().stream()
                .filter(each -> each.name().contains(word))
                .map(each -> each.with(networks.apply(each.networks())))
                .toList();
        if (!parties.isEmpty()) {
          cases.addAll(run(work, parties, runs));
        }
      }
    } finally {
      FolderRemoval.of(folder);
    }
    return cases;
  }

  private List<BenchCase> run(
      OriginalWork work, List<OriginalWork.Party> parties, OriginalRuns runs)
      throws IOException, PipelineException {
    String settings = work.settings(runs.images(), size);
    Optional<EagerPeer> started =
        EagerPeer.start(python, "originals.py", "time", work.script(), settings);
    if (started.isEmpty()) {
      return List.of();
    }
    double[] theirs = new double[size.turns()];
    double[][] ours = new double[parties.size()][size.turns()];
    try (EagerPeer peer = started.get()) {
      for (int turn = 0; turn < size.turns(); turn++) {
        theirs[turn] = peer.turn(Integer.toString(size.steps()));
        for (int i = 0; i < parties.size(); i++) {
          ours[i][turn] = milliseconds(runs, work, parties.get(i));
        }
      }
    }
    List<BenchCase> cases = new ArrayList<>();
    for (int i = 0; i < parties.size(); i++) {
      OriginalWork.Party party = parties.get(i);
      BenchCase each =
          BenchCase.atLeast(
              party.goal(), party.name(), Median.ofRatios(theirs, ours[i]), BenchCase.TIMES);
      cases.add(each);
      report.accept(
          String.format(
              Locale.ROOT,
              "%s: %.0f ms a step, PyTorch %.0f ms: %.2f times",
              party.name(),
              Median.of(ours[i]),
              Median.of(theirs),
              each.value()));
    }
    return cases;
  }

  /** A step, those at the beginning of the run, or of the cache's second period, left out. */
  private static double milliseconds(OriginalRuns runs, OriginalWork work, OriginalWork.Party party)
      throws IOException, PipelineException {
    StepClock clock = runs.run(work, party, new StepClock(party.students()));
    int done = clock.steps();
    int first = (party.cached() ? done / 2 : 0) + OriginalRuns.WARM_UP - 1;
    return clock.millisEach(first, done - 1);
  }
}
