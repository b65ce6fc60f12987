package io.reflux.run;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two tasks that need nothing of each other, one that needs the first, and one that needs none. */
final class TwoTasks {
  /** Room for two at once. */
  static final String ROOM = "machine { devices { cpu = 2 } }";

  private static final String TEXT =
      """
      name = two
      seed = 5
      data { dataset = image-folder, root = "PACK", unreadable-limit = 3 }
      machine { loaders = 1, load-ahead = 1, teach-ahead = 1, journal-ahead = 1 }
      shared {
        learn {
          network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8, l2-norm = true }
          method { type = proxy-anchor }
          optimizer { lr = 3e-3 }
          sampler { batch-size = 8, images-per-class = 2 }
          views {
            train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
            test { steps = [ { type = resize, side = 16, square = true } ] }
          }
          epochs = 2
          evaluate { metrics = ["recall@1", "map@r"] }
          checkpoint { every = 1 step }
        }
      }
      tasks = [
        { name = left, train = ${shared.learn} }
        { name = right, train = ${shared.learn} { optimizer { lr = 1e-3 } } }
        { name = after-left, evaluate { task = left } }
        { name = after-right, evaluate { task = right } }
      ]
      """;

  private TwoTasks() {}

  /** The same as a file, with room for two at once. */
  static Path file(Path pack, Path file) throws IOException {
    String text = TEXT.replace("PACK", pack.toAbsolutePath().toString());
    return Files.writeString(file, text + ROOM + "\n");
  }

  /** The pipeline; {@code changes} are written after it and win. */
  static Pipeline over(Path pack, String... changes) throws PipelineException {
    String text = TEXT.replace("PACK", pack.toAbsolutePath().toString());
    return Pipeline.parse(text + String.join("\n", changes) + "\n", pack);
  }
}
