package io.reflux.cli;

import io.reflux.dataset.Dataset;
import io.reflux.setting.Amount;

/** The pipeline file that {@code init} writes: commented, and it runs as it is. */
record InitText(InitChoice choice, InitData data, InitNumbers numbers) {
  private static final String THREADS =
      """

      # threads = auto, below: networks share this machine's cores, and a run keeps the numbers it began with.
      # With 1 in its place a run ends with the same bits on machines with other cores, later.\
      """;

  /** What matters. */
  enum Goal {
    /** A small model. */
    SMALL,
    /** The most accurate one. */
    ACCURATE,
    /** Labels aren't looked at. */
    NO_LABELS
  }

  /**
   * What was chosen.
   *
   * @param name of the pipeline
   * @param images where they lie
   * @param teacher whom the student learns from
   * @param goal what matters
   * @param device where it is trained
   */
  record InitChoice(String name, String images, InitTeacher teacher, Goal goal, String device) {}

  private boolean labels() {
    return data.labelled() && choice.goal() != Goal.NO_LABELS;
  }

  /** True if one network is trained by labels, with nobody to learn from. */
  private boolean alone() {
    return choice.goal() == Goal.ACCURATE && choice.teacher().isTrained();
  }

  String hocon() {
    String tasks =
        alone()
            ? train("model")
            : (choice.teacher().isTrained() ? train("teacher") + "\n" : "") + distill();
    return """
    # Written by reflux init. Every key, its default and its meaning: reference.conf, the menu; what this file
    # means here, or what is wrong with it: reflux check.
    name = %s
    seed = 0

    # %s; %s.
    data { dataset = image-folder, root = %s%s }

    # Threads that read, decode and cut images; auto is as many as there are processors.%s
    machine { loaders = %d }

    # What is said once and used below, as ${shared.views}.
    shared {
      views {
        # The pictures' shorter side is about %d pixels; a larger side sees more and takes longer.
        # Leave flip out where left and right differ, as in letters.
        train { steps = [ { type = random-resized-crop, side = %d, scale = [0.4, 1] }, { type = flip } ] }
        test { steps = [ { type = resize, side = %d, square = true } ] }
      }
      # Measured %s.
      evaluate { every = %d epochs, metrics = [%s], best = "%s"%s }
    }

    tasks = [
    %s
      # What others load: runs/%s/export. reflux export writes more forms, as onnx.
      { name = files, export { task = %s, formats = [torchscript, safetensors] } }
    ]
    """
        .formatted(
            choice.name(),
            of(data.splits().train()) + " to train on, " + of(data.splits().test()) + " to measure",
            data.splits().rule().isEmpty() ? "all images train" : data.splits().rule(),
            HoconText.quoted(choice.images()),
            labels() || !data.labelled() ? "" : ", labels = none",
            choice.device().equals("cpu") ? THREADS : "",
            numbers.loaders(),
            data.side(),
            numbers.side(),
            numbers.side(),
            labels()
                ? "on classes that training has not seen, unless the data is divided otherwise"
                : "by how many of an image's ten nearest are the teacher's too",
            Math.max(1, numbers.studentEpochs() / 10),
            labels() ? "\"recall@1\", \"map@r\"" : "\"teacher-overlap@10\"",
            labels() ? "map@r" : "teacher-overlap@10",
            threads(", "),
            tasks,
            choice.name(),
            alone() ? "model" : "student");
  }

  private String train(String name) {
    return """
    # Learns from the labels, from random weights (weights = FILE begins at published ones).
    {
      name = %s
      train {
        device = %s%s
        network { %s }
        method { type = proxy-anchor }
        # Proxies, one a class, learn faster than the network.
        optimizer { type = adamw, lr = %s, groups { proxies { lr-scale = 30 } } }
        schedule { type = cosine }
        sampler { type = class-balanced, batch-size = %d, images-per-class = %d }
        views = ${shared.views}
        evaluate = ${shared.evaluate}
        epochs = %d
      }
    }\
    """
        .formatted(
            name,
            choice.device(),
            threads("\n    "),
            large(),
            numbers.small() ? "3e-3" : "1e-3",
            numbers.batch(),
            numbers.each(),
            numbers.teacherEpochs());
  }

  private String distill() {
    boolean large = choice.goal() == Goal.ACCURATE;
    String sampler =
        labels()
            ? "type = class-balanced, batch-size = %d, images-per-class = %d"
                .formatted(numbers.batch(), numbers.each())
            : "type = shuffled, batch-size = " + numbers.batch();
    return """
    # Learns from what the teacher answers; the teacher's own recall is measured first.
    {
      name = student%s
      distill {
        # cache { mode = replay, period = 5 } makes the teacher work for five epochs only, and takes disk.
        teacher { %s, devices = [%s]%s }
        student {
          device = %s%s
          network { %s }
          method { type = %s }
        }
        optimizer { type = adamw, lr = %s }
        schedule { type = cosine }
        sampler { %s }
        views = ${shared.views}
        evaluate = ${shared.evaluate}
        epochs = %d
      }
    }\
    """
        .formatted(
            choice.teacher().isTrained() ? ", needs = [teacher]" : "",
            choice.teacher().text(),
            choice.device(),
            threads(", "),
            choice.device(),
            threads("\n      "),
            large ? large() : little(),
            labels() ? "relaxed-contrastive" : "pkt",
            numbers.small() ? "3e-3" : "1e-3",
            sampler,
            large ? numbers.teacherEpochs() : numbers.studentEpochs());
  }

  /** On a processor, behind what comes before. */
  private String threads(String before) {
    return choice.device().equals("cpu") ? before + "threads = auto" : "";
  }

  private String large() {
    return numbers.small()
        ? "backbone = conv4, widths = [64, 64, 128, 128], embedding = 128, l2-norm = true"
        : "backbone = resnet18, embedding = 128, l2-norm = true";
  }

  private String little() {
    return numbers.small()
        ? "backbone = conv4, widths = [16, 32, 32, 64], embedding = 32, l2-norm = true"
        : "backbone = resnet, widths = [16, 32, 64, 128], embedding = 64, l2-norm = true";
  }

  private static String of(Dataset part) {
    return Amount.of(part.size(), "image")
        + (part.labelled() ? " of " + Amount.of(part.classes(), "class") : " without labels");
  }
}
