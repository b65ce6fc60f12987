package io.reflux.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingFile;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.LinearProbe;
import io.reflux.evaluate.ProbeSettings;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.report.Report;
import io.reflux.rundir.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds evaluations to the parts of the data that the pipeline names. */
class EvaluationPartsTest {
  private static final String TRAINING =
      """
      name = parts
      machine { loaders = 1 }
      shared.views {
        train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
        test { steps = [ { type = resize, side = 16, square = true } ] }
      }
      tasks = [
        { name = source, train {
            network { backbone = conv4, widths = [8, 8, 8, 8], embedding = 16 }
            method { type = proxy-anchor }
            sampler { batch-size = 8, images-per-class = 2 }
            views = ${shared.views}
            epochs = 1
            evaluate { metrics = ["recall@1", "knn@3"] } } }
        TASKS
      ]
      """;

  @TempDir private Path folder;

  private Pipeline pipeline(String data, String... tasks) throws PipelineException {
    String text = TRAINING.replace("TASKS", String.join("\n", tasks)) + data;
    return Pipeline.parse(text, folder);
  }

  private static String measure(String name, String more) {
    return String.format(
        "{ name = %s, evaluate { task = source, metrics = [\"recall@1\"] %n %s } }", name, more);
  }

  @Test
  void queriesAreLookedForInTheGalleryWhereTheDataHasOne() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    String data = "data { dataset = in-shop, complete = false, root = \"" + inShop(pack) + "\" }";
    Trial trial =
        Trial.of(
            pipeline(
                data,
                measure("queries", "gallery = same"),
                measure("gallery", "queries = gallery"),
                measure("whole", "queries = test")),
            folder.resolve("run"));
    RunSummary summary = trial.completed();
    EmbeddingSet queries = kept(trial, "queries");
    EmbeddingSet gallery = kept(trial, "gallery");
    assertThat(queries.count()).isEqualTo(12);
    assertThat(gallery.count()).isEqualTo(18);
    assertThat(kept(trial, "whole").count()).isEqualTo(30);
    assertThat(metrics(summary, 0).get("recall@1")).isEqualTo(recall(queries, gallery, false));
    assertThat(metrics(summary, 1).get("recall@1")).isEqualTo(recall(queries, queries, true));
    assertThat(kept(trial, "source").values()).isEqualTo(queries.values());
    assertThat(Report.write(trial.directory().root()))
        .content()
        .contains("\"source-source\":[\"query\",\"gallery\"]", "\"gallery:17\":\"data:image")
        .contains("\"queries-source\":[\"query\",\"query\"]", "\"gallery:5\":\"id_00000012\"");
  }

  @Test
  void aProbeLearnsFromTheTrainingPartOnceOrAnewEveryEpoch() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    String probe = "metrics = [\"linear-probe\", \"knn@1\"], gallery = train, linear-probe { ";
    String quick = "epochs = 4, batch-size = 20, lr = 0.5, drops = [3]";
    String same = ", view = ${shared.views.test}";
    String altered = ", view = ${shared.views.train}";
    Trial trial =
        Trial.of(
            pipeline(
                "data { dataset = image-folder, root = \"" + pack + "\", split { by = none } }",
                measure("cached", probe + quick + " }"),
                measure("fresh", probe + quick + same + " }"),
                measure("altered", probe + quick + altered + " }"),
                measure("again", probe + quick + altered + " }")),
            folder.resolve("run"));
    RunSummary summary = trial.completed();
    EmbeddingSet rows = kept(trial, "cached");
    double accuracy = accuracy(rows, trial);
    assertThat(metrics(summary, 1)).containsEntry("linear-probe", accuracy);
    assertThat(metrics(summary, 2).get("linear-probe")).isEqualTo(accuracy, within(1e-9));
    assertThat(metrics(summary, 3).get("linear-probe")).isNotEqualTo(accuracy);
    assertThat(metrics(summary, 4)).isEqualTo(metrics(summary, 3));
    assertThat(metrics(summary, 1)).containsEntry("knn@1", 1.0);
    assertThat(metrics(summary, 0).get("recall@1")).isEqualTo(recall(rows, rows, true));
  }

  @Test
  void partsThatDoNotFitAreProblems() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    String data = "data { dataset = image-folder, root = \"" + pack + "\" }";
    assertThatThrownBy(
            () ->
                pipeline(
                    data,
                    measure("a", "queries = validation"),
                    measure("b", "gallery = train"),
                    measure("c", "metrics = [linear-probe]")))
        .hasMessageContaining(
            "evaluate.queries: validation (expected: a part of this dataset: test, train)")
        .hasMessageContaining(
            "evaluate.gallery: train (expected: a part with the classes of the queries;"
                + " class 0 is class-06 there and class-00 here)")
        .hasMessageContaining("linear-probe (expected: gallery = train, for it to learn on)");
  }

  private static double accuracy(EmbeddingSet rows, Trial trial) throws Exception {
    ProbeSettings settings =
        new ProbeSettings(
            4, 20, 0.5, java.util.List.of(3), 0.9, 1e-4, 0, java.util.Optional.empty());
    assertThat(trial.directory().pipeline()).content().contains("drops = [3]");
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      return LinearProbe.onCached(rows, rows, settings, scope);
    }
  }

  private static EmbeddingSet kept(Trial trial, String task) throws IOException {
    return EmbeddingFile.read(trial.directory().embeddings(task, "source")).set();
  }

  private static Map<String, Double> metrics(RunSummary summary, int task) {
    return requireNonNull(summary.tasks().get(task).students().get("source")).last();
  }

  /** The share of queries whose nearest row is of their class, by plain loops. */
  private static double recall(EmbeddingSet queries, EmbeddingSet gallery, boolean within) {
    int right = 0;
    for (int q = 0; q < queries.count(); q++) {
      double least = Double.POSITIVE_INFINITY;
      int nearest = -1;
      for (int g = 0; g < gallery.count(); g++) {
        double distance = 0;
        for (int j = 0; j < queries.size(); j++) {
          double gap =
              queries.values()[q * queries.size() + j] - gallery.values()[g * queries.size() + j];
          distance += gap * gap;
        }
        if (distance < least && !(within && q == g)) {
          least = distance;
          nearest = g;
        }
      }
      right += gallery.labels()[nearest] == queries.labels()[q] ? 1 : 0;
    }
    return (double) right / queries.count();
  }

  /** The pack as In-Shop lays it out: of the last 6 classes 2 images are queries, 3 gallery. */
  private Path inShop(Path pack) throws IOException {
    Path root = folder.resolve("shop");
    StringBuilder list = new StringBuilder();
    int rows = 0;
    for (int label = 0; label < TinyPack.CLASSES; label++) {
      int images = label < TinyPack.CLASSES / 2 ? TinyPack.IMAGES : 5;
      for (int i = 0; i < images; i++, rows++) {
        String part = label < TinyPack.CLASSES / 2 ? "train" : i < 2 ? "query" : "gallery";
        String name = String.format("img/WOMEN/Tees/id_%08d/%02d.png", label + 1, i);
        Files.createDirectories(root.resolve(name).resolveSibling(""));
        Files.copy(TinyPack.image(pack, label, i), root.resolve(name));
        list.append(String.format("%s id_%08d %s%n", name, label + 1, part));
      }
    }
    Path file = root.resolve("Eval/list_eval_partition.txt");
    Files.createDirectories(root.resolve("Eval"));
    Files.writeString(file, rows + "\nimage_name item_id evaluation_status\n" + list);
    return root;
  }
}
