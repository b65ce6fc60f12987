package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The papers' whole methods in runs: they train, and a run that broke off in the middle of its
 * second epoch goes on to the bit.
 */
class PaperMethodsTest {
  /** A method's student, alone in its task. */
  private static final String ALONE =
      """
      name = alone
      seed = 5
      data { dataset = image-folder, root = "PACK" }
      machine { loaders = 1 }
      tasks = [ { name = only, train {
        network { backbone = conv4, widths = [8, 8, 8, 8], embedding = 8, l2-norm = true, NETWORK }
        method { METHOD }
        optimizer { type = adam, lr = 3e-3, GROUPS }
        sampler { batch-size = 8, images-per-class = 2 }
        views {
          count = VIEWS
          train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
          test { steps = [ { type = resize, side = 16, square = true } ] }
        }
        epochs = 2
        micro-batch = MICRO
        threads = 2
        evaluate { metrics = ["recall@1"] }
      } } ]
      """;

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path pack = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    pack = TinyPack.write(shared.resolve("pack"));
  }

  @Test
  void diva() throws Exception {
    Series series =
        goesOnToTheBit(
            alone(
                "parts = [discriminative, selfsimilarity, shared, intra]",
                "type = diva, selfsimilarity { objective { type = fast-moco, queue-size = 40,"
                    + " temperature = 0.5 } }, separation { weights = [1], hidden = 8 }, evaluated = [0.5, 1, 1, 1],"
                    + " weightings { heavy = [0.5, 1.5, 1.5, 1.5], first = [1, 0, 0, 0] }",
                "groups { regressors { lr = 1e-3, weight-decay = 0 } }",
                2,
                0));
    assertThat(series.losses()).hasSize(TinyPipeline.STEPS).doesNotHaveDuplicates();
    assertThat(series.evaluations())
        .filteredOn(line -> line.startsWith("only,"))
        .isNotEmpty()
        .allMatch(line -> line.matches(".*,recall@1=.* first/recall@1=.* heavy/recall@1=.*"));
  }

  @Test
  void divaWithShuffledBatchNorm() throws Exception {
    goesOnToTheBit(
        alone(
            "parts = [discriminative, selfsimilarity]",
            "type = diva, features = [discriminative, selfsimilarity], selfsimilarity {"
                + " objective { type = moco, queue-size = 40 }, batch-statistics = true,"
                + " shuffled = true }",
            "",
            2,
            3));
  }

  @Test
  void divaWithPseudoLabels() throws Exception {
    goesOnToTheBit(
        alone(
            "parts = [discriminative]",
            "type = diva, features = [discriminative, deep-clustering],"
                + " deep-clustering { clusters = 5, every = 1, components = 4 }",
            "groups { classifier { lr-scale = 10 } }",
            1,
            0));
  }

  @Test
  void divaWithImageRotation() throws Exception {
    goesOnToTheBit(
        alone(
            "parts = [discriminative, shared]",
            "type = diva, features = [discriminative, shared, image-rotation]",
            "groups { classifier { lr-scale = 10 } }",
            2,
            0));
  }

  @Test
  void s2sd() throws Exception {
    goesOnToTheBit(
        alone(
            "",
            "type = s2sd, target-sizes = [12, 16], pool-aggregation = true,"
                + " feature-distillation = true, feature-delay = 4, target { type = margin }",
            "groups { target-nets { weight-decay = 0 } }",
            1,
            0));
  }

  @Test
  void simRegWithViewsOfDifferentStrength() throws Exception {
    Pipeline pipeline =
        TinyPipeline.ofStudents(
            pack,
            """
            student {
              network {
                backbone = conv4, widths = [4, 4, 4, 4], embedding = 0, pooling = average
                heads { prediction { type = regression, hidden = [8, 6, 8], size = 16 } }
              }
              method { type = simreg, teacher-output = embedding, teacher-view = other }
            }
            """,
            "shared.further = [ { steps = [ { type = random-resized-crop, side = 16 },"
                + " { type = color-jitter } ] } ]");
    goesOnToTheBit(pipeline);
  }

  @Test
  void featuresWithoutLabelsWithAllThatTheyRemember() throws Exception {
    String small = "network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }\n";
    Pipeline pipeline =
        TinyPipeline.ofStudents(
            pack,
            """
            queue { NETWORK method { type = queue-similarity, queue-size = 20 } }
            relations { NETWORK method { type = relational-kl, queue-size = 12 } }
            regression { NETWORK method { type = feature-regression, standardized = true } }
            compression { NETWORK method { type = cos-press } }
            axes { NETWORK method { type = principal-axes, whitened = true } }
            """
                .replace("NETWORK", small),
            "");
    assertThat(goesOnToTheBit(pipeline).losses()).doesNotHaveDuplicates();
  }

  @Test
  void aMemoryOfBatchesAroundALossAndSmallerEmbeddingsThatServe() throws Exception {
    String memory =
        "type = cross-batch-memory, objective { type = smooth-ap, temperature = 0.1 }, size = 20,"
            + " start = 2";
    goesOnToTheBit(alone("", memory, "", 1, 0));
    String sizes = "type = matryoshka, objective { type = proxy-anchor }, sizes = [8, 4, 2]";
    String text = text("", sizes, "groups { proxies { lr-scale = 10 } }", 1, 0);
    String best = "metrics = [\"recall@1\"], best = \"size-4/recall@1\"";
    Pipeline pipeline = Pipeline.parse(text.replace("metrics = [\"recall@1\"]", best), pack);
    Series series = Series.of(pipeline, folder.resolve("sizes"));
    assertThat(series.evaluations())
        .filteredOn(line -> line.startsWith("only,"))
        .isNotEmpty()
        .allMatch(line -> line.matches(".*,recall@1=.* size-4/recall@1=.* size-2/recall@1=.*"));
  }

  @Test
  void aMeanOfWeightsIsMeasuredBesideTheStudent() throws Exception {
    String text = text("", "type = multi-similarity", "average = 0.8", 1, 0);
    String best = "metrics = [\"recall@1\"], best = \"average/recall@1\"";
    Pipeline pipeline = Pipeline.parse(text.replace("metrics = [\"recall@1\"]", best), pack);
    Series series = goesOnToTheBit(pipeline);
    assertThat(series.evaluations())
        .filteredOn(line -> line.startsWith("only,"))
        .isNotEmpty()
        .allMatch(line -> line.matches(".*,recall@1=.* average/recall@1=.*"));
    String other = best.replace("average/", "size-4/");
    assertThatThrownBy(() -> Pipeline.parse(text.replace("metrics = [\"recall@1\"]", other), pack))
        .hasMessageContaining("evaluate.best")
        .hasMessageContaining("one of [average]");
  }

  @Test
  void stepsFromUphillAtRatesThatFallFromLayerToLayer() throws Exception {
    String optimizer = "sharpness-aware = 0.05, layer-decay = 0.7";
    Pipeline pipeline = Pipeline.parse(text("", "type = multi-similarity", optimizer, 1, 0), pack);
    goesOnToTheBit(pipeline);
  }

  @Test
  void stml() throws Exception {
    goesOnToTheBit(
        alone("", "type = stml, momentum = 0.9, objective { neighbours = 3 }", "", 1, 0));
  }

  @Test
  void aMarginByLengthsSoFar() throws Exception {
    String text =
        text("", "type = adaface, scale = 8", "groups { class-vectors { lr = 0.1 } }", 1, 0);
    goesOnToTheBit(Pipeline.parse(text.replace("l2-norm = true", "l2-norm = false"), pack));
  }

  @Test
  void aDistillationOfViewsOfSeveralSides() throws Exception {
    Pipeline pipeline =
        TinyPipeline.ofStudents(
            pack,
            """
            student {
              network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
              method { type = relaxed-contrastive }
              micro-batch = 12
            }
            """,
            "shared { count = 0, train-views = 2, further = [ { count = 3, steps = ["
                + " { type = random-resized-crop, side = 12, scale = [0.1, 0.4] } ] } ] }");
    assertThat(goesOnToTheBit(pipeline).losses()).doesNotHaveDuplicates();
  }

  @Test
  void aMomentumNetworkThatSeesViewsOfAnotherSide() throws Exception {
    String text =
        text(
            "parts = [discriminative, selfsimilarity]",
            "type = diva, features = [discriminative, selfsimilarity], selfsimilarity {"
                + " objective { type = moco, queue-size = 40 }, batch-statistics = true }",
            "",
            2,
            3);
    String small =
        "further = [ { steps = [ { type = random-resized-crop, side = 12 } ] } ], count = 2";
    goesOnToTheBit(Pipeline.parse(text.replace("count = 2", small), pack));
  }

  @Test
  void aSamplerThatDrawsByTheEmbeddingsOfTheEpochsBefore() throws Exception {
    String text = text("", "type = multi-similarity", "", 1, 0);
    String plain = "sampler { batch-size = 8, images-per-class = 2 }";
    String stored =
        "sampler { type = greedy-coreset, batch-size = 8, images-per-class = 2, big-batch = 16 },"
            + " checkpoint { every = 2 steps }";
    Series series = goesOnToTheBit(Pipeline.parse(text.replace(plain, stored), pack));
    // Until there are embeddings, examples are drawn by their classes.
    String other = "sampler { type = class-random, batch-size = 8, images-per-class = 2 }";
    Pipeline byClass = Pipeline.parse(text.replace(plain, other), pack);
    List<String> losses = Series.of(byClass, folder.resolve("by-class")).losses();
    int epoch = TinyPipeline.STEPS_PER_EPOCH;
    assertThat(series.losses().subList(0, epoch)).isEqualTo(losses.subList(0, epoch));
    assertThat(series.losses().get(epoch)).isNotEqualTo(losses.get(epoch));
  }

  private Series goesOnToTheBit(Pipeline pipeline) throws Exception {
    // The last task breaks off: the one that has the method.
    boolean taught = pipeline.tasks().size() > 1;
    return BrokenOff.goesOnToTheBit(
        pipeline, folder, method -> !taught || !method.teacherOutputs().isEmpty());
  }

  private static Pipeline alone(
      String network, String method, String groups, int views, int microBatch) throws Exception {
    return Pipeline.parse(text(network, method, groups, views, microBatch), pack);
  }

  private static String text(
      String network, String method, String groups, int views, int microBatch) {
    return ALONE
        .replace("PACK", pack.toAbsolutePath().toString())
        .replace("NETWORK", network)
        .replace("METHOD", method)
        .replace("GROUPS", groups)
        .replace("VIEWS", Integer.toString(views))
        .replace("MICRO", Integer.toString(microBatch));
  }
}
