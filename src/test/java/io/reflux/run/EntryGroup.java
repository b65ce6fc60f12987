package io.reflux.run;

import com.typesafe.config.ConfigFactory;
import io.reflux.method.Method;
import io.reflux.method.Methods;
import io.reflux.miner.Miners;
import io.reflux.network.Heads;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.train.Optimizers;
import io.reflux.train.Schedules;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Entries of the catalogues as students of one teacher, in one run: what each of them came to can
 * be told apart, and the teacher, the images and the evaluations are paid for once.
 *
 * @param name of the group
 * @param views how many views of each example there are
 * @param students the students' settings by the entries' names
 */
record EntryGroup(String name, int views, Map<String, String> students) {
  /** Parts of {@code diva}, which serve nowhere else. */
  static final Set<String> OF_DIVA =
      Set.of("moco", "fast-moco", "deep-clustering", "image-rotation", "adversarial-separation");

  private static final String SMALL = "backbone = conv4, widths = [4, 4, 4, 4], embedding = 8";
  private static final String QUEUE = "queue-size = 24";

  private static final List<String> POOLINGS =
      List.of("average-lp2", "average-lp3", "own", "own-average", "attention");

  /** A student by whose failure every group breaks off: one that has a teacher. */
  private static final Map.Entry<String, String> TAUGHT =
      Map.entry("taught", student(SMALL, "type = relaxed-contrastive", ""));

  /** The methods that look at so many views of each example. */
  static EntryGroup methods(int views) {
    Map<String, String> students = begun();
    for (String name : Methods.CATALOGUE.names()) {
      if (!OF_DIVA.contains(name) && views(method(name)) == views) {
        students.put(name, student(network(name), method(name), ""));
      }
    }
    return new EntryGroup("methods of " + views + " views", views, students);
  }

  /** The miners, each with a loss that takes what it finds. */
  static EntryGroup miners() {
    Map<String, String> students = begun();
    for (String name : Miners.CATALOGUE.names()) {
      String loss =
          switch (Miners.CATALOGUE.withDefaults(name).members()) {
            case PAIRS -> "contrastive";
            case TRIPLETS -> "triplet";
            case NEGATIVE_SETS -> "n-pair";
            case WHOLE_SETS -> ""; // which no loss takes
          };
      if (!loss.isEmpty()) {
        String method = "type = " + loss + ", miner { type = " + name + " }";
        students.put(name, student(SMALL, method, ""));
      }
    }
    return new EntryGroup("miners", 1, students);
  }

  /** The optimizers and the schedules. */
  static EntryGroup optimizers() {
    Map<String, String> students = begun();
    for (String name : Optimizers.CATALOGUE.names()) {
      String optimizer = "optimizer { type = " + name + ", lr = 3e-3, average = 0.8 }";
      students.put(name, student(SMALL, "type = proxy-anchor", optimizer));
    }
    for (String name : Schedules.CATALOGUE.names()) {
      String schedule = "schedule { type = " + name + ", warm-up = 8 steps }";
      students.put(name, student(SMALL, "type = proxy-anchor", schedule));
    }
    return new EntryGroup("optimizers", 1, students);
  }

  /** The heads, and poolings beside the usual ones. */
  static EntryGroup heads() {
    Map<String, String> students = begun();
    for (String name : Heads.CATALOGUE.names()) {
      String head = SMALL + ", heads { guess { type = " + name + ", size = 16 } }";
      String method = "type = normalized-regression, student-output = guess";
      students.put(name, student(head, method, ""));
    }
    for (String name : POOLINGS) {
      String backbone =
          name.startsWith("own")
              ? "backbone = vit, patch = 8, image-side = 16, width = 24, depth = 1, embedding = 8"
              : SMALL;
      students.put(name, student(backbone + ", pooling = " + name, "type = pkt", ""));
    }
    return new EntryGroup("heads", 1, students);
  }

  /** The same in a pipeline over a {@link TinyPack}. */
  Pipeline over(Path pack) throws PipelineException {
    String all =
        students.entrySet().stream()
            .map(each -> each.getKey() + " { " + each.getValue() + " }\n")
            .collect(Collectors.joining());
    return TinyPipeline.ofStudents(
        pack, all, "shared { count = " + views + ", every = 2 epochs, metrics = [\"recall@1\"] }");
  }

  private static Map<String, String> begun() {
    return new LinkedHashMap<>(Map.ofEntries(TAUGHT));
  }

  private static String student(String network, String method, String more) {
    return "network { " + network + " }, method { " + method + " }\n" + more;
  }

  private static String network(String method) {
    return switch (method) {
      case "simreg" -> SMALL + ", heads { prediction { type = regression, size = 16 } }";
      case "diva" -> SMALL + ", parts = [discriminative, selfsimilarity, shared, intra]";
      case "normalized-regression" -> SMALL + ", embedding = 16"; // as large as the teacher's
      case "adaface", "hyperbolic", "vic-reg" -> SMALL;
      default -> SMALL + ", l2-norm = true";
    };
  }

  /** A method with settings that are small enough, and what it has no defaults for. */
  private static String method(String name) {
    return "type = "
        + name
        + switch (name) {
          case "sum" ->
              ", terms { labels { objective { type = softmax } }, pkt { objective { type = pkt } } }";
          case "simreg" -> ", teacher-output = embedding";
          case "stml" -> ", momentum = 0.9, objective { neighbours = 3 }";
          case "contextual-relaxed-contrastive" -> ", neighbours = 3";
          case "diva" ->
              // So that the queue counts: else its gradient is lost in that of the separation.
              ", separation { weights = [1], hidden = 8 }, selfsimilarity { objective { type ="
                  + " fast-moco, temperature = 0.5, "
                  + QUEUE
                  + " } }";
          case "s2sd" -> ", target-sizes = [12, 16]";
          case "crd" -> ", negatives = 16, projection = 8";
          case "queue-similarity", "relational-kl" -> ", " + QUEUE;
          case "cross-batch-memory" -> ", size = 24, start = 2";
          default -> "";
        };
  }

  /** How many views of each example a method asks for, at least one. */
  private static int views(String settings) {
    Problems problems = new Problems();
    Method method =
        Methods.CATALOGUE.read(
            new Section(
                ConfigFactory.parseString(settings).root(), Defaults.NONE, "method", problems));
    if (!problems.none()) {
      throw new IllegalStateException(settings + ": " + problems.all());
    }
    int exact = method.needs(1).values().stream().mapToInt(needs -> needs.views()).max().orElse(0);
    int followed = method.momentum().map(momentum -> momentum.view() + 1).orElse(1);
    return Math.max(exact, Math.max(followed, method.views().needed()));
  }
}
