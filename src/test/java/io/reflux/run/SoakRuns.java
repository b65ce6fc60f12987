package io.reflux.run;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Pipelines whose last task trains for as long as is asked, each with something of its own. */
final class SoakRuns {
  static final List<String> KINDS = List.of("plain", "replay", "fan-out", "coreset", "crd", "diva");

  /** Those, and the other methods of whole papers. */
  static final List<String> METHODS =
      Stream.concat(KINDS.stream(), Stream.of("s2sd", "simreg")).toList();

  private static final Set<String> UNTAUGHT = Set.of("plain", "coreset", "diva", "s2sd");

  private static final String TEXT =
      """
      name = soak
      seed = 7
      data { dataset = image-folder, root = "PACK" }
      machine { loaders = 1 }
      shared {
        network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
        learn = ${shared.bare} { network = ${shared.network} }
        bare {
          optimizer { lr = 1e-3 }
          sampler { batch-size = 8, images-per-class = 2 }
          views {
            train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
            test { steps = [ { type = resize, side = 16, square = true } ] }
          }
          epochs = EPOCHS
          checkpoint { every = EVERY }
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

  private static final String S2SD =
      """
      { name = target, train = ${shared.learn} {
        method { type = s2sd, target-sizes = [12, 16], pool-aggregation = true
          feature-distillation = true, feature-delay = 4, target { type = margin } } } }
      """;
  private static final String SIMREG =
      """
      a { network = ${shared.network} { embedding = 0, pooling = average
          heads { prediction { type = regression, hidden = [8, 6, 8], size = 8 } } }
        method { type = simreg, teacher-output = embedding } }
      """;

  private SoakRuns() {}

  /** The pipeline of a kind. */
  static Pipeline pipeline(String kind, Path pack, int epochs) throws PipelineException {
    return pipeline(kind, pack, epochs, "5 epochs");
  }

  /** True for kinds that have a teacher. */
  static boolean taught(String kind) {
    return !UNTAUGHT.contains(kind);
  }

  /** How many students the last task has. */
  static int students(String kind) {
    return kind.equals("fan-out") ? 3 : 1;
  }

  /** The same with a checkpoint every so many steps or epochs. */
  static Pipeline pipeline(String kind, Path pack, int epochs, String every)
      throws PipelineException {
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
          case "s2sd" -> S2SD;
          case "simreg" ->
              // Its student has heads of its own, and a network is given once.
              taught("cache { mode = clean }", SIMREG)
                  .replace("distill = ${shared.learn}", "distill = ${shared.bare}");
          default -> DIVA;
        };
    String text =
        TEXT.replace("PACK", pack.toAbsolutePath().toString())
            .replace("EPOCHS", Integer.toString(epochs))
            .replace("EVERY", every);
    return Pipeline.parse(text + "tasks = [\n" + tasks + "]\n", pack);
  }

  private static String taught(String cache, String students) {
    return TEACHER + DISTILL.replace("CACHE", cache).replace("STUDENTS", students);
  }
}
