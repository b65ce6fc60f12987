package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.JavaCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code threads = auto} comes to on machines with more cores, as a process there sees it. */
class CoreSharesElsewhereTest {
  private static final String TRAIN =
      "train { %s, threads = auto, method { type = proxy-anchor }, SHARED }";
  private static final String DISTILL =
      "distill { teacher { network { backbone = conv4, embedding = 8, weights = no-file }, %s, threads = auto },"
          + " %s, method { type = pkt }, SHARED }";
  private static final String STUDENT = "student { threads = auto }";
  private static final String THREE =
      "students { a { threads = auto }, b { threads = auto }, c { threads = auto } }";
  private static final String CPU = "devices = [cpu]";

  /** Tasks, by what is particular about them. */
  private static Map<String, String> tasks() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("alone", TRAIN.formatted("device = cpu"));
    all.put("alone-bfloat16", TRAIN.formatted("network.precision = bfloat16"));
    all.put("alone-on-a-gpu", TRAIN.formatted("device = gpu0"));
    all.put("taught", DISTILL.formatted(CPU, STUDENT));
    all.put("two-lanes", DISTILL.formatted("devices = [cpu, cpu]", STUDENT));
    all.put("fan-out", DISTILL.formatted(CPU, THREE));
    all.put("cached", DISTILL.formatted(CPU + ", cache.mode = replay", STUDENT));
    all.put("taught-by-a-gpu", DISTILL.formatted("devices = [gpu0, gpu1]", STUDENT));
    all.put("on-a-gpu", DISTILL.formatted(CPU, "student { threads = auto, device = gpu0 }"));
    all.put("measured", "evaluate { task = alone, metrics = [\"recall@1\"], threads = auto }");
    return all;
  }

  /** Students' threads, a lane's, the evaluation's; 0 for what there isn't. */
  @ParameterizedTest
  @CsvSource({
    "8, 1, alone=8/0/4 alone-bfloat16=7/0/4 alone-on-a-gpu=1/0/1 taught=4/4/4 two-lanes=4/2/4"
        + " fan-out=1/4/4 cached=8/4/4 taught-by-a-gpu=8/1/4 on-a-gpu=1/8/1 measured=0/0/8",
    "16, 1, alone=16/0/8 alone-bfloat16=15/0/8 alone-on-a-gpu=1/0/1 taught=8/8/8 two-lanes=8/4/8"
        + " fan-out=2/8/8 cached=16/8/8 taught-by-a-gpu=16/1/8 on-a-gpu=1/16/1 measured=0/0/16",
    "16, 2, alone=8/0/4 alone-bfloat16=7/0/4 alone-on-a-gpu=1/0/1 taught=4/4/4 two-lanes=4/2/4"
        + " fan-out=1/4/4 cached=8/4/4 taught-by-a-gpu=8/1/4 on-a-gpu=1/8/1 measured=0/0/8",
  })
  void everyTaskSharesItsCoresOut(int cores, int sideBySide, String shares) throws Exception {
    List<String> options = JavaCommand.with(JavaCommand.BRIEF, "-XX:ActiveProcessorCount=" + cores);
    Process process =
        new ProcessBuilder(
                JavaCommand.of(
                    options, CoreSharesElsewhereTest.class, Integer.toString(sideBySide)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(said.lines().toList()).containsExactly(shares.split(" "));
  }

  /** Prints what each task has here; the word is how many are at the processor at once. */
  public static void main(String[] words) throws PipelineException {
    StringBuilder text = new StringBuilder("machine.devices.cpu = " + words[0] + "\ntasks = [\n");
    tasks().forEach((name, task) -> text.append("{ name = " + name + ", " + task + " }\n"));
    String shared =
        """
        network { backbone = conv4, embedding = 8 }
        optimizer { type = adamw }, sampler { batch-size = 12, images-per-class = 2 }, epochs = 1
        evaluate.threads = auto
        views {
          train { steps = [ { type = random-resized-crop, side = 32 } ] }
          test { steps = [ { type = resize, side = 32, square = true } ] }
        }
        """;
    String whole =
        "name = shared-out\nseed = 0\ndata { dataset = image-folder, root = pack }\n"
            + text.toString().replace("SHARED", shared)
            + "]\n";
    for (Task task : Pipeline.parse(whole, Path.of(""), Environment.ANY_MACHINE).tasks()) {
      System.out.println(task.name() + "=" + line(task));
    }
  }

  private static String line(Task task) {
    if (task.learn().isEmpty()) {
      return "0/0/" + ((Measure) task.work()).threads();
    }
    Learn learn = task.learn().get();
    int lanes = learn.teachers().values().stream().mapToInt(TeacherSpec::threadsPerLane).sum();
    return learn.students().values().iterator().next().place().threads()
        + "/"
        + lanes
        + "/"
        + learn.evaluation().threads();
  }
}
