package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.ScriptArchive;
import io.reflux.pipeline.Pipeline;
import io.reflux.stage.RunEvent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that isn't going well says so. */
class SymptomsRunTest {
  private static final String TEXT =
      """
      name = ill
      data { dataset = image-folder, root = "pack" }
      tasks = [
        { name = target
          distill {
            teacher { program = "noise.pt", cache { mode = off } }
            student {
              network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
              method { type = pkt }
            }
            optimizer { lr = 0 }
            sampler { batch-size = 8, images-per-class = 2 }
            views {
              train { steps = [ { type = resize, side = 16, square = true } ] }
              test { steps = [ { type = resize, side = 16, square = true } ] }
            }
            epochs = 40
            evaluate { every = 10 epochs }
          } }
      ]
      """;

  @TempDir private Path folder;

  @Test
  void whatIsWrongIsToldInWords() throws Exception {
    TinyPack.write(folder.resolve("pack"));
    new ScriptArchive()
        .method(
            "forward(input: Tensor) -> Tensor",
            List.of("return torch.sin(torch.mul(torch.mean(input, [2, 3]), 99999.))"))
        .write(folder.resolve("noise.pt"));
    Trial trial = Trial.of(Pipeline.parse(TEXT, folder), folder.resolve("run"));
    trial.completed();
    List<String> told =
        trial.heard(RunEvent.Told.class).stream().map(RunEvent.Told::sentence).toList();
    assertThat(told)
        .filteredOn(each -> each.contains("it has little to teach"))
        .singleElement()
        .asString()
        .startsWith("the teacher's map@r is ");
    assertThat(told)
        .filteredOn(each -> each.contains(": the learning rate is 0.0 from step 51 on"))
        .as(String.join("\n", told))
        .hasSize(1);
  }
}
