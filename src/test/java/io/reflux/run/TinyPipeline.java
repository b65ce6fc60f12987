package io.reflux.run;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import java.nio.file.Path;
import java.util.List;

/** A pipeline over a {@link TinyPack}: a teacher, and two students of it; 12 steps each. */
public final class TinyPipeline {
  public static final int STEPS = 12;
  static final int STEPS_PER_EPOCH = 6;

  /** Few batches at once, and a cache: what a killed run leaves behind, in small. */
  public static final String NARROW =
      """
      machine { load-ahead = 1, teach-ahead = 1, journal-ahead = 1 }
      shared.cache { mode = replay, period = 1 }
      """;

  private static final String TEXT =
      """
      name = tiny
      seed = 5
      data { dataset = image-folder, root = "PACK", unreadable-limit = 3 }
      machine { loaders = 1 }
      shared {
        lanes = [cpu]
        nodes-only = false
        # The same on machines of any size, and in tests that compare what goes by a cache and what doesn't.
        threads = 1
        chunk = 64
        cache { mode = off }
        metrics = ["recall@1", "map@r"]
        every = 1 epoch
        teacher-every = 1 epoch
        count = 2
        train-views = 1
        further = []
        mixup = false
        checkpoint {}
        views {
          train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
          test { steps = [ { type = resize, side = 16, square = true } ] }
        }
      }
      tasks = [
        { name = source
          train {
            threads = ${shared.threads}
            network { backbone = conv4, widths = [8, 8, 8, 8], embedding = 16, l2-norm = true }
            method { type = proxy-anchor }
            optimizer { lr = 3e-3 }
            sampler { batch-size = 8, images-per-class = 2 }
            views = ${shared.views}
            epochs = 2
            evaluate { metrics = ${shared.metrics} }
            checkpoint = ${shared.checkpoint}
          } }
        { name = target, needs = [source]
          distill {
            teacher {
              task = source, devices = ${shared.lanes}, nodes-only = ${shared.nodes-only}
              batch-size = ${shared.chunk}, cache = ${shared.cache}, threads = ${shared.threads}
            }
            STUDENTS
            optimizer { lr = 3e-3 }
            sampler { batch-size = 8, images-per-class = 2 }
            views = ${shared.views} {
              count = ${shared.count}
              train { count = ${shared.train-views} }
              further = ${shared.further}
              mixup = ${shared.mixup}
            }
            epochs = 2
            evaluate { metrics = ${shared.metrics}, every = ${shared.every} }
          } }
      ]
      """;

  private static final String STUDENT =
      """
      student {
        threads = ${shared.threads}
        network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
        method { type = relaxed-contrastive }
      }
      """;

  private static final String BASELINE =
      """
      baseline {
        network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
        method { type = proxy-anchor }
      }
      """;

  private TinyPipeline() {}

  /** The pipeline; {@code changes} are written after it and win. */
  public static Pipeline over(Path pack, String... changes) throws PipelineException {
    return parsed(pack, STUDENT + BASELINE, changes);
  }

  /** The pipeline with the distilled student only. */
  public static Pipeline ofOneStudent(Path pack, String... changes) throws PipelineException {
    return parsed(pack, STUDENT, changes);
  }

  /** The pipeline with the distilled student only, and assignments as of a command line. */
  static Pipeline assigned(Path pack, String... assignments) throws PipelineException {
    return Pipeline.parse(ofOneStudent(pack).resolved(), List.of(assignments));
  }

  /** The pipeline with other students, which see more than the usual views. */
  static Pipeline ofStudents(Path pack, String students, String views) throws PipelineException {
    return parsed(pack, students, views);
  }

  private static Pipeline parsed(Path pack, String students, String... changes)
      throws PipelineException {
    String text =
        TEXT.replace("PACK", pack.toAbsolutePath().toString())
            .replace("STUDENTS", "students {\n" + students + "}");
    return Pipeline.parse(text + String.join("\n", changes) + "\n", pack);
  }
}
