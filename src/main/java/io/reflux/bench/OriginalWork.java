package io.reflux.bench;

import java.util.List;

/**
 * A paper's training step, as its authors' loop takes it and as Reflux does.
 *
 * @param script the method's name in {@code originals.py}
 * @param settings what the script takes beside the sizes, JSON without the braces
 * @param views how many views of an example a step sees
 * @param method a task's method, optimizer and sampler, HOCON
 * @param parties what Reflux is timed at
 */
record OriginalWork(String script, String settings, int views, String method, List<Party> parties) {
  private static final String TEACHER =
      "teacher { network { backbone = resnet50, %s, weights = TEACHER }, measure = false, threads ="
          + " auto, %s }";
  private static final String RELAXED_TEACHER =
      TEACHER.formatted("embedding = 512, l2-norm = true, pooling = average-max", "%s");
  private static final String RELAXED =
      "network { backbone = resnet18, embedding = 128, pooling = average-max, precision = %s }";
  private static final String REGRESSED_TEACHER = TEACHER.formatted("embedding = 0", "%s");
  private static final String REGRESSED =
      "network { backbone = resnet18, embedding = 0, heads.prediction { type = regression },"
          + " precision = %s }";
  private static final String REPLAYED = "cache { mode = replay, period = 1 }";
  private static final String CLEAN = "cache { mode = clean }";
  private static final String SHUFFLED = "sampler { type = shuffled, batch-size = EXAMPLES }";

  private static final String EIGHT_STUDENTS =
      """

      network { backbone = resnet18, embedding = 128, pooling = average-max }
      students {
        relaxed-contrastive { method { type = relaxed-contrastive } }
        relaxed-multi-similarity { method { type = relaxed-multi-similarity } }
        pkt { method { type = pkt } }
        rkd { method { type = rkd } }
        dark-rank { method { type = dark-rank } }
        fitnet { method { type = sum, terms { LABELS, maps { objective { type = fitnet } } } } }
        attention { method { type = sum, terms { LABELS, maps { objective { type = attention-transfer } } } } }
        crd { method { type = sum, terms { LABELS, rows { objective { type = crd, negatives = 512 } } } } }
      }\
      """
          .replace("LABELS", "labels { objective { type = proxy-anchor } }");

  /** The steps of the papers, with the goals of their ratios. */
  static final List<OriginalWork> ALL =
      List.of(
          new OriginalWork(
              "relaxed-contrastive",
              "\"embedding\": 128, \"teacher_embedding\": 512, \"lr\": 1e-4, \"weight_decay\":"
                  + " 1e-4",
              2,
              "method { type = relaxed-contrastive, sigma = 1, delta = 1 }, "
                  + "optimizer { type = adamw, lr = 1e-4, weight-decay = 1e-4 }, "
                  + SHUFFLED,
              List.of(
                  Party.live("relaxed-contrastive-float32", 1.6, RELAXED_TEACHER, RELAXED),
                  Party.live("relaxed-contrastive-bfloat16", 3, RELAXED_TEACHER, RELAXED),
                  Party.cached("relaxed-replay-float32", 3, RELAXED_TEACHER, REPLAYED, RELAXED),
                  Party.cached("relaxed-replay-bfloat16", 5, RELAXED_TEACHER, REPLAYED, RELAXED))),
          new OriginalWork(
              "eight",
              """
              "embedding": 128, "teacher_embedding": 512, "lr": 1e-4, "weight_decay": 1e-4, "classes": 1000,
              "proxy_anchor": {"margin": 0.1, "alpha": 32}, "distance_weight": 1, "angle_weight": 2,
              "alpha": 3, "beta": 3, "permute_len": 4, "triplet_margin": 0.2, "scale_pos": 1, "scale_neg": 2,
              "n_data": 1000, "projection": 128, "negatives": 512, "temperature": 0.07, "momentum": 0.5
              """,
              2,
              "optimizer { type = adamw, lr = 1e-4, weight-decay = 1e-4 }, sampler { type ="
                  + " class-balanced, batch-size = EXAMPLES, images-per-class = 2 }",
              List.of(
                  new Party(
                      "eight-in-one-float32",
                      3,
                      false,
                      RELAXED_TEACHER.formatted("precision = float32") + EIGHT_STUDENTS))),
          new OriginalWork(
              "simreg",
              "\"teacher_dim\": 2048, \"lr\": 0.05, \"weight_decay\": 1e-4",
              1,
              "method { type = simreg }, "
                  + "optimizer { type = sgd, lr = 0.05, momentum = 0.9, weight-decay = 1e-4 }, "
                  + SHUFFLED,
              List.of(
                  Party.live("simreg-float32", 1.6, REGRESSED_TEACHER, REGRESSED),
                  Party.live("simreg-bfloat16", 3, REGRESSED_TEACHER, REGRESSED))),
          new OriginalWork(
              "simreg",
              "\"cached\": true, \"teacher_dim\": 2048, \"lr\": 0.05, \"weight_decay\": 1e-4",
              1,
              "method { type = simreg }, "
                  + "optimizer { type = sgd, lr = 0.05, momentum = 0.9, weight-decay = 1e-4 }, "
                  + SHUFFLED,
              List.of(
                  Party.cached("simreg-cached-float32", 1.4, REGRESSED_TEACHER, CLEAN, REGRESSED))),
          new OriginalWork(
              "s2sd",
              "\"embedding\": 128, \"target_dims\": [512, 1024, 1536, 2048], \"T\": 1, \"w\": 50,"
                  + " \"feat_w\": 50, \"feat_distill_delay\": 0, \"pool_aggr\": true,"
                  + " \"multisimilarity\": {\"pos_weight\": 2, \"neg_weight\": 40,"
                  + " \"margin\": 0.1, \"thresh\": 0.5}, \"lr\": 1e-5, \"weight_decay\": 4e-4",
              1,
              "method { type = s2sd, pool-aggregation = true, feature-distillation = true,"
                  + " feature-delay = 0 }, optimizer { type = adam, lr = 1e-5, weight-decay = 4e-4"
                  + " }, sampler { type = class-balanced, batch-size = EXAMPLES, images-per-class ="
                  + " 2 }",
              List.of(
                  new Party(
                      "s2sd-float32",
                      2.2,
                      false,
                      "network { backbone = resnet50, embedding = 128, l2-norm = true }"))),
          new OriginalWork(
              "diva",
              "\"embedding\": 128, \"classes\": 1000, \"queue\": 3360, \"temperature\": 0.01,"
                  + " \"lower_cutoff\": 0.5, \"upper_cutoff\": 1.4, \"key_momentum\": 0.9,"
                  + " \"alpha_ssl\": 0.3, \"alpha_shared\": 0.3, \"alpha_intra\": 0.3, \"margin\":"
                  + " {\"margin\": 0.2, \"beta\": 1.2}, \"separation_hidden\": 512,"
                  + " \"separation_directions\": [\"selfsimilarity-discriminative\","
                  + " \"shared-discriminative\", \"intra-discriminative\"], \"separation_weights\":"
                  + " [1500, 1500, 1500], \"lr\": 1e-5, \"beta_lr\": 5e-4, \"separation_lr\": 1e-5,"
                  + " \"weight_decay\": 4e-4",
              2,
              // The queue's first keys are random on both sides: what fills it is no step.
              "method { type = diva, selfsimilarity { queue = random, objective { type = fast-moco,"
                  + " temperature = 0.01, queue-size = 3360, variant = original } }, shared { miner"
                  + " { type = random-distance, variant = original } } }, optimizer { type = adam,"
                  + " lr = 1e-5, weight-decay = 4e-4, groups { beta { lr = 5e-4, weight-decay = 0"
                  + " }, regressors { weight-decay = 0 } } }, sampler { type = class-balanced,"
                  + " batch-size = EXAMPLES, images-per-class = 2 }",
              List.of(
                  new Party(
                      "diva-float32",
                      1,
                      false,
                      "network { backbone = resnet50, embedding = 128, l2-norm = true, parts ="
                          + " [discriminative, selfsimilarity, shared, intra] }"))));

  /**
   * What Reflux is timed at.
   *
   * @param name of the figure
   * @param goal what PyTorch's time divided by ours should reach
   * @param cached whether the first epoch fills a cache and the second is timed
   * @param networks the task's teacher and student, HOCON
   */
  record Party(String name, double goal, boolean cached, String networks) {

    private static Party live(String name, double goal, String teacher, String student) {
      return distilled(name, goal, false, teacher.formatted("precision = " + of(name)), student);
    }

    private static Party cached(
        String name, double goal, String teacher, String cache, String student) {
      return distilled(name, goal, true, teacher.formatted(cache), student);
    }

    private static Party distilled(
        String name, double goal, boolean cached, String teacher, String student) {
      return new Party(
          name,
          goal,
          cached,
          teacher + "\nstudent { threads = auto, " + student.formatted(of(name)) + " }");
    }

    private static String of(String name) {
      return name.substring(name.lastIndexOf('-') + 1);
    }

    /** With other networks. */
    Party with(String others) {
      return new Party(name, goal, cached, others);
    }

    /** How many students the run trains, each as the original code does by itself. */
    int students() {
      return networks.contains("students {") ? 8 : 1;
    }

    /** Whether a teacher is asked. */
    boolean taught() {
      return networks.contains("teacher {");
    }
  }

  /** How many examples a step takes of so many rows. */
  int examples(int rows) {
    return rows / views;
  }

  /** The script's settings with the sizes, as JSON. */
  String settings(String images, OriginalsBench.Size size) {
    return "{\"images\": \"%s\", \"examples\": %d, \"views\": %d, \"side\": %d, \"threads\": %d, \"workers\": %d, %s}"
        .formatted(
            images,
            examples(size.rows()),
            views,
            size.side(),
            size.threads(),
            size.threads(),
            settings);
  }

  /** A pipeline of one task, {@code target}, with threads as {@code reflux init} writes them. */
  String pipeline(Party party, String images, String teacher, OriginalsBench.Size size) {
    return """
    name = originals
    data { dataset = image-folder, root = "%s", decode.kept-bytes = 0 B }
    tasks = [ { name = target, %s {
      %s
      %s
      %s
      views {
        count = %d
        train { steps = [ { type = random-resized-crop, side = %d }, { type = flip } ] }
        test { steps = [ { type = resize, side = %d, square = true } ] }
      }
      epochs = %d
      evaluate { every = 1000 epochs, metrics = ["recall@1"] }
      checkpoint { every = 1000 epochs }
    } } ]
    """
        .formatted(
            images,
            party.taught() ? "distill" : "train",
            party.networks().replace("TEACHER", '"' + teacher + '"'),
            method.replace("EXAMPLES", Integer.toString(examples(size.rows()))),
            party.taught() ? "" : "threads = auto",
            views,
            size.side(),
            size.side(),
            party.cached() ? 2 : 1);
  }
}
