package io.reflux.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes pages about runs: each one HTML file that needs nothing beside it. */
public final class Report {
  private static final String CHARTS_PLACE = "/* charts.js */";
  private static final String DATA_PLACE = "{ \"runs\": [] }";
  private static final String DATA_PATIENCE = "reflux.report-data-timeout";
  private static final String PICTURES = "reflux.tensorboard-pictures";

  private Report() {}

  /**
   * Writes {@code report.html} into a run directory, also while the run goes on. Of a run with
   * several seeds the page compares the runs inside, as {@link #compare} does. Beside it, for
   * TensorBoard's projector, the embeddings as tables; if {@code reflux.tensorboard-pictures} is
   * on, queries beside their neighbours too.
   *
   * @return the page
   * @throws IOException if it is no run directory, or can't be read or written
   */
  public static Path write(Path run) throws IOException {
    RunDirectory directory = new RunDirectory(run);
    compare(List.of(run), directory.report());
    ProjectorFiles.write(directory);
    for (RunDirectory seed : directory.seeds()) {
      ProjectorFiles.write(seed);
    }
    return directory.report();
  }

  /**
   * Writes one page about several runs; a run with several seeds stands for the runs inside. Runs
   * whose resolved pipelines differ in nothing but the seed count as seeds of each other: the table
   * has their mean and standard deviation. Of others the page says first in which keys they differ,
   * and which is the best.
   */
  public static void compare(List<Path> runs, Path page) throws IOException {
    compare(runs, page, ConfigFactory.load().getBoolean(PICTURES));
  }

  /**
   * As above.
   *
   * @param pictures whether queries beside their neighbours are written for TensorBoard, into each
   *     run directory
   */
  public static void compare(List<Path> runs, Path page, boolean pictures) throws IOException {
    compare(runs, page, new Manner(ConfigFactory.load().getDuration(DATA_PATIENCE), pictures));
  }

  /**
   * How a page is made.
   *
   * @param patience how long each run's data is waited for; without it the page has no pictures
   * @param pictures whether TensorBoard gets some too
   */
  record Manner(Duration patience, boolean pictures) {}

  static void compare(List<Path> runs, Path page, Manner manner) throws IOException {
    List<RunContent> contents = new ArrayList<>();
    List<RunDirectory> all = new ArrayList<>();
    try (TensorScope scope = TensorScope.open("report", Device.CPU)) {
      for (Path run : runs) {
        RunDirectory directory = new RunDirectory(run);
        List<RunDirectory> seeds = directory.seeds();
        for (RunDirectory each : seeds.isEmpty() ? List.of(directory) : seeds) {
          RunContent content = RunContent.read(each, scope, manner.patience());
          if (manner.pictures()) {
            NeighbourPictures.write(each, content);
          }
          contents.add(content);
          all.add(each);
        }
      }
    }
    Comparison comparison =
        Comparison.of(
            all,
            contents.stream().map(RunContent::pipeline).toList(),
            RunContent.known(all.get(0)));
    Files.writeString(page, page(new Data(contents, comparison)));
  }

  private static String page(Data content) throws IOException {
    String data = new ObjectMapper().writeValueAsString(content).replace("<", "\\u003c");
    return resource("/report/report.html")
        .replace(CHARTS_PLACE, resource("/dashboard/charts.js"))
        .replace(DATA_PLACE, data);
  }

  private record Data(List<RunContent> runs, Comparison comparison) {}

  private static String resource(String name) throws IOException {
    try (InputStream stream = Report.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException(name + ": not in this program (expected: one of its resources)");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
