package io.reflux.pipeline;

import io.reflux.setting.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Pipeline texts for tests, and what reading them says. */
final class Texts {
  /** The students of the good text's distillation. */
  static final String STUDENTS =
      """
      students {
        student { method { type = relaxed-contrastive } }
        baseline { method { type = proxy-anchor } }
      }
      """;

  /** A training and a distillation of two students, on a machine without GPUs. */
  static final String GOOD =
      """
      name = good
      seed = 7
      data { dataset = image-folder, root = pack }
      shared.views {
        train { steps = [ { type = random-resized-crop, side = 32 } ] }
        test { steps = [ { type = resize, side = 32, square = true } ] }
      }
      tasks = [
        {
          name = target, needs = [source]
          distill {
            teacher { task = source, devices = [cpu, cpu] }
            STUDENTS
            network { backbone = conv4, embedding = 8 }
            sampler { batch-size = 12, images-per-class = 2 }
            views = ${shared.views} { count = 2 }
            epochs = 3
          }
        }
        {
          name = source
          train {
            network { backbone = conv4, embedding = 32 }
            method { type = proxy-anchor }
            sampler { batch-size = 12, images-per-class = 3 }
            views = ${shared.views}
            epochs = 5
          }
        }
        { name = measured, evaluate { task = target.student, metrics = ["recall@1"] } }
      ]
      """
          .replace("STUDENTS\n", STUDENTS);

  private Texts() {}

  /** A pipeline that is checked against a machine with a CPU only and no data. */
  static Pipeline read(String text) throws PipelineException {
    return Pipeline.parse(
        text,
        Path.of("/base"),
        new Environment(
            device ->
                device.equals(io.reflux.engine.Device.CPU)
                    ? Optional.empty()
                    : Optional.of("no driver"),
            false));
  }

  /** The problems of a text; empty if it has none. */
  static List<String> problems(String text) {
    try {
      read(text);
      return List.of();
    } catch (PipelineException e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }

  /** The problems of the good text after one replacement. */
  static List<String> problems(String what, String by) {
    if (!GOOD.contains(what)) {
      throw new IllegalArgumentException("not in the good text: " + what);
    }
    return problems(GOOD.replace(what, by));
  }
}
