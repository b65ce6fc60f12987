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
import io.reflux.weights.FolderRemoval;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whole runs of the steps of {@link OriginalWork}, in a folder that has the images for them.
 *
 * @param folder is written to
 * @param size of batches and images; how many there are
 */
record OriginalRuns(Path folder, OriginalsBench.Size size) {
  /** Steps of each run that aren't timed: what is made once is made in them. */
  static final int WARM_UP = 2;

  private static final int IMAGES_PER_CLASS = 4;

  /** Writes the images: enough for an epoch, in folders as the originals' datasets have them. */
  static OriginalRuns in(Path folder, OriginalsBench.Size size) throws IOException {
    OriginalRuns runs = new OriginalRuns(folder, size);
    Path images = Path.of(runs.images());
    BenchImages pictures = BenchImages.write(Files.createDirectories(folder.resolve("pictures")));
    int needed = size.rows() * (WARM_UP + size.steps());
    for (int i = 0; i < needed; i++) {
      String name = "train/%05d/%d.jpg".formatted(i / IMAGES_PER_CLASS, i % IMAGES_PER_CLASS);
      put(images.resolve(name), pictures.read(i % pictures.size()));
    }
    for (int i = 0; i < IMAGES_PER_CLASS; i++) {
      put(images.resolve("val/%d/%d.jpg".formatted(i / 2, i)), pictures.read(i));
    }
    return runs;
  }

  private static void put(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** The folder of the images. */
  String images() {
    return folder.resolve("images").toString();
  }

  /**
   * Runs a work to its end.
   *
   * @return the clock, which has noted every step
   * @throws IllegalStateException if the run fails
   */
  StepClock run(OriginalWork work, OriginalWork.Party party, StepClock clock)
      throws IOException, PipelineException {
    Path teacher = folder.resolve("teacher.safetensors");
    if (party.taught()) {
      writeTeacher(party, teacher);
    }
    Pipeline pipeline =
        Pipeline.parse(work.pipeline(party, images(), teacher.toString(), size), folder);
    Path directory = Files.createDirectories(folder.resolve("run"));
    RunEnd end = new RunLauncher(pipeline, RunDirectory.in(directory), clock).run(new Deaf());
    if (end.completed().isEmpty() || clock.steps() == 0) {
      throw new IllegalStateException(party.name() + ": " + end + " (expected: a run to its end)");
    }
    FolderRemoval.of(directory);
    return clock;
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
}
