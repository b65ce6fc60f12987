package io.reflux.bench;

import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.run.RunEnd;
import io.reflux.run.RunLauncher;
import io.reflux.rundir.RunDirectory;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.stage.CallHooks;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.stage.StageFactory;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import io.reflux.weights.FolderRemoval;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Times the training steps of papers, whole runs of Reflux with its defaults beside the loops of
 * the originals in eager PyTorch: JPEGs that are decoded and cut, teacher, student, loss,
 * optimizer. The parties take turns, each with the machine to itself; a ratio is the median over
 * the turns.
 */
public final class OriginalsBench {
  /** Steps of each run that aren't timed: what is made once is made in them. */
  private static final int WARM_UP = 2;

  private static final int IMAGES_PER_CLASS = 4;

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
      Path images = Files.createDirectories(folder.resolve("images"));
      write(images);
      for (OriginalWork work : OriginalWork.ALL) {
        List<OriginalWork.Party> parties =
            work.parties().stream()
                .filter(each -> each.name().contains(word))
                .map(each -> each.with(networks.apply(each.networks())))
                .toList();
        if (!parties.isEmpty()) {
          cases.addAll(run(work, parties, folder));
        }
      }
    } finally {
      FolderRemoval.of(folder);
    }
    return cases;
  }

  private List<BenchCase> run(OriginalWork work, List<OriginalWork.Party> parties, Path folder)
      throws IOException, PipelineException {
    String images = folder.resolve("images").toString();
    Optional<EagerPeer> started =
        EagerPeer.start(python, "originals.py", "time", work.script(), work.settings(images, size));
    if (started.isEmpty()) {
      return List.of();
    }
    double[] theirs = new double[size.turns()];
    double[][] ours = new double[parties.size()][size.turns()];
    try (EagerPeer peer = started.get()) {
      for (int turn = 0; turn < size.turns(); turn++) {
        theirs[turn] = peer.turn(Integer.toString(size.steps()));
        for (int i = 0; i < parties.size(); i++) {
          ours[i][turn] = milliseconds(work, parties.get(i), folder, turn);
        }
      }
    }
    List<BenchCase> cases = new ArrayList<>();
    for (int i = 0; i < parties.size(); i++) {
      double[] ratios = new double[size.turns()];
      for (int turn = 0; turn < ratios.length; turn++) {
        ratios[turn] = theirs[turn] / ours[i][turn];
      }
      OriginalWork.Party party = parties.get(i);
      BenchCase each =
          BenchCase.atLeast(party.goal(), party.name(), Median.of(ratios), BenchCase.TIMES);
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

  /** A step of a whole run, those at its beginning left out. */
  private double milliseconds(OriginalWork work, OriginalWork.Party party, Path folder, int turn)
      throws IOException, PipelineException {
    Path images = folder.resolve("images");
    Path teacher = folder.resolve("teacher.safetensors");
    if (party.taught()) {
      writeTeacher(party, teacher);
    }
    Pipeline pipeline =
        Pipeline.parse(work.pipeline(party, images.toString(), teacher.toString(), size), folder);
    Path directory = Files.createDirectories(folder.resolve("runs/" + party.name() + "-" + turn));
    Clock clock = new Clock();
    RunEnd end = new RunLauncher(pipeline, RunDirectory.in(directory), clock).run(new Deaf());
    int done = clock.ends.size() / party.students();
    if (end.completed().isEmpty() || done == 0) {
      throw new IllegalStateException(party.name() + ": " + end + " (expected: a run to its end)");
    }
    int first = (party.cached() ? done / 2 : 0) + WARM_UP - 1;
    long nanos = clock.end(done - 1, party.students()) - clock.end(first, party.students());
    FolderRemoval.of(directory);
    return nanos / 1e6 / (done - 1 - first);
  }

  /** Weights of no meaning, for a teacher whose answers don't matter. */
  private static void writeTeacher(OriginalWork.Party party, Path file) throws IOException {
    Section network =
        new Section(
                ConfigFactory.parseString(party.networks().replace(", weights = TEACHER", ""))
                    .root(),
                ConfigFactory.empty().root(),
                "",
                new Problems())
            .section("teacher")
            .section("network");
    Network teacher = NetworkSettings.read(network).build();
    new SafetensorsFile(new NamedTensors(teacher.initialWeights(Chance.of(0))), Map.of())
        .write(file);
  }

  /** Enough for the steps of an epoch, in folders as the originals' datasets have them. */
  private void write(Path folder) throws IOException {
    BenchImages pictures =
        BenchImages.write(Files.createDirectories(folder.resolve("../pictures")));
    int needed = size.rows() * (WARM_UP + size.steps());
    for (int i = 0; i < needed; i++) {
      String name = "train/%05d/%d.jpg".formatted(i / IMAGES_PER_CLASS, i % IMAGES_PER_CLASS);
      put(folder.resolve(name), pictures.read(i % pictures.size()));
    }
    for (int i = 0; i < IMAGES_PER_CLASS; i++) {
      put(folder.resolve("val/%d/%d.jpg".formatted(i / 2, i)), pictures.read(i));
    }
  }

  private static void put(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** Notes when each step has ended. */
  private static final class Clock extends StageFactory {
    private final List<Long> ends = new CopyOnWriteArrayList<>();
    private final CallHooks hooks = new CallHooks(() -> {}, () -> ends.add(System.nanoTime()));

    /** When a step of so many students was taken by all of them. */
    long end(int step, int students) {
      return ends.get((step + 1) * students - 1);
    }

    @Override
    public Student student(StudentParts parts) {
      return hooks.around(super.student(parts));
    }
  }

  /** Hears nothing. */
  private static final class Deaf implements RunListener {
    @Override
    public void started(RunHandle run) {}

    @Override
    public void heard(RunEvent event) {}
  }
}
