package io.reflux.run;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import java.nio.file.Path;
import java.util.List;

/** Pipelines whose last task trains for as long as is asked, each with something of its own. */
final class SoakRuns {
  static final List<String> KINDS = List.of("plain", "replay", "fan-out", "coreset", "crd", "diva");

  private static final String TEXT =
      """
      name = soak
      seed = 7
      data { dataset = image-folder, root = "PACK" }
      machine { loaders = 1 }
      shared {
        learn {
          network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
          optimizer { lr = 1e-3 }
          sampler { batch-size = 8, images-per-class = 2 }
          views {
            train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
            test { steps = [ { type = resize, side = 16, square = true } ] }
          }
          epochs = EPOCHS
          checkpoint { every = 5 epochs }
          evaluate { every = 5 epochs, metrics = ["recall@1"] }
        }
        relaxed { method { type = relaxed-contrastive } }
        proxies { method { type = proxy-anchor } }
      }
      """;

  private static final String TEACHER =
      "{ name = source, train = ${shared.learn} ${shared.proxies} { epochs = 1 } }\n";
  private static final String DISTILL =
      "{ name = target, needs = [source], distill = ${shared.learn} { teacher { task = source,"
          + " CACHE }\n"
          + " students { STUDENTS } } }\n";
  private static final String CRD =
      "a { method { type = sum, terms { labels { objective { type = proxy-anchor } }\n"
          + " features { objective { type = crd, negatives = 16, projection = 8 } } } } }";
  private static final String DIVA =
      """
      { name = target, train = ${shared.learn} {
        network { parts = [discriminative, selfsimilarity] }
        views.count = 2
        method { type = diva, features = [discriminative, selfsimilarity]
          selfsimilarity { objective { type = fast-moco, queue-size = 40 } }
          separation { hidden = 8, directions = [selfsimilarity-discriminative] } } } }
      """;

  private SoakRuns() {}

  /** The pipeline of a kind. */
  static Pipeline pipeline(String kind, Path pack, int epochs) throws PipelineException {
    String off = "cache { mode = off }";
    String tasks =
        switch (kind) {
          case "plain" -> "{ name = target, train = ${shared.learn} ${shared.proxies} }";
          case "replay" -> taught("cache { mode = replay, period = 2 }", "a = ${shared.relaxed}");
          case "fan-out" ->
              taught(off, "a = ${shared.relaxed}\n b = ${shared.proxies}\n c = ${shared.relaxed}");
          case "coreset" ->
              "{ name = target, train = ${shared.learn} ${shared.proxies}"
                  + " { sampler { type = greedy-coreset } } }";
          case "crd" -> taught(off, CRD);
          default -> DIVA;
        };
    String text =
        TEXT.replace("PACK", pack.toAbsolutePath().toString())
            .replace("EPOCHS", Integer.toString(epochs));
    return Pipeline.parse(text + "tasks = [\n" + tasks + "]\n", pack);
  }

  private static String taught(String cache, String students) {
    return TEACHER + DISTILL.replace("CACHE", cache).replace("STUDENTS", students);
  }
}
