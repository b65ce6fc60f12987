package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import io.reflux.run.RunEnd;
import io.reflux.run.RunLauncher;
import io.reflux.rundir.RunDirectory;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of one small network on some of the images that ship, which leaves in every format.
 *
 * @param run its directory
 * @param heard what it told
 */
record LittleRun(Path run, List<RunEvent> heard) {
  static final String PACK = Path.of("pipelines/data/quickstart.zip").toAbsolutePath() + "";
  private static final String TEXT =
      """
      name = little
      data { dataset = image-folder, root = "%s", split { max-train-classes = 4, max-test-classes = 3 } }
      tasks = [
        { name = source
          train {
            network { backbone = conv4, widths = [4, 4, 8, 8], embedding = 6, l2-norm = true }
            method { type = proxy-anchor }
            sampler { batch-size = 24, images-per-class = 6 }
            views {
              train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
              test { steps = [ { type = resize, side = 16, square = true } ] }
            }
            epochs = 1
          } }
        { name = leave, export { task = source, formats = [torchscript, safetensors, onnx, djl] } }
      ]
      """
          .formatted(PACK);

  /** Makes it in a folder. */
  static LittleRun in(Path root) throws Exception {
    List<RunEvent> heard = new ArrayList<>();
    Path run = root.resolve("run");
    RunListener listener =
        new RunListener() {
          @Override
          public void started(RunHandle handle) {}

          @Override
          public void heard(RunEvent event) {
            heard.add(event);
          }
        };
    RunEnd end = new RunLauncher(Pipeline.parse(TEXT, root), RunDirectory.in(run)).run(listener);
    assertThat(end).isInstanceOf(RunEnd.Completed.class);
    return new LittleRun(run, heard);
  }
}
