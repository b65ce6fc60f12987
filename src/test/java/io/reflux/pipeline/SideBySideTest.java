package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Which tasks begin: those whose needs are done and whose devices are free, in the file's order.
 */
class SideBySideTest {
  private static final Device GPU0 = new Device(Device.Kind.GPU, 0);
  private static final Device GPU1 = new Device(Device.Kind.GPU, 1);
  private static final SideBySide TWO_GPUS =
      new SideBySide(Map.of(GPU0, 1, GPU1, 1), OptionalInt.empty());

  /** a and b are on one device each; c is on both, d on the second, e needs a. */
  private static List<Task> tasks() throws PipelineException {
    return Pipeline.parse(
            """
            name = five
            data { dataset = image-folder, root = "none" }
            shared.learn {
              network { backbone = conv4, embedding = 8 }
              method { type = proxy-anchor }
              sampler { batch-size = 8, images-per-class = 2 }
              views {
                train { steps = [ { type = random-resized-crop, side = 16 } ] }
                test { steps = [ { type = resize, side = 16, square = true } ] }
              }
              epochs = 1
            }
            tasks = [
              { name = a, train = ${shared.learn} { device = gpu0, evaluate.device = gpu0 } }
              { name = b, train = ${shared.learn} { device = gpu1, evaluate.device = gpu1 } }
              { name = c, train = ${shared.learn} { device = gpu0, evaluate.device = gpu1 } }
              { name = d, train = ${shared.learn} { device = gpu1, evaluate.device = gpu1 } }
              { name = e, export { task = a, formats = [safetensors] } }
            ]
            """,
            Path.of(""),
            Environment.ANY_MACHINE)
        .tasks();
  }

  private static List<String> begun(SideBySide side, String atWork, String done)
      throws PipelineException {
    Set<String> over = new HashSet<>(List.of(done.split("")));
    List<Task> waiting = new ArrayList<>(tasks());
    List<Task> busy = waiting.stream().filter(task -> atWork.contains(task.name())).toList();
    waiting.removeAll(busy);
    waiting.removeIf(task -> over.contains(task.name()));
    return side.next(waiting, busy, over).stream().map(Task::name).toList();
  }

  @Test
  void whoFindsItsDevicesFreeBegins() throws PipelineException {
    assertThat(begun(TWO_GPUS, "", "")).containsExactly("a", "b");
    assertThat(begun(TWO_GPUS, "ab", "")).isEmpty();
  }

  @Test
  void whoWaitsForDevicesIsNotPassedBy() throws PipelineException {
    assertThat(begun(TWO_GPUS, "b", "a"))
        .as("c waits for gpu1, d may not go first")
        .containsExactly("e");
    assertThat(begun(TWO_GPUS, "", "abe")).containsExactly("c");
    assertThat(begun(TWO_GPUS, "", "abce")).containsExactly("d");
  }

  @Test
  void moreThanSoManyAreNeverAtWork() throws PipelineException {
    SideBySide one = new SideBySide(Map.of(), OptionalInt.empty());
    assertThat(begun(one, "", "")).as("unless something is said").containsExactly("a");
    assertThat(begun(one, "a", "")).isEmpty();
    SideBySide most = new SideBySide(Map.of(GPU1, 3), OptionalInt.of(2));
    assertThat(begun(most, "", "")).containsExactly("a", "b");
    assertThat(begun(most, "b", "a")).containsExactly("c");
    assertThat(begun(new SideBySide(Map.of(GPU1, 3), OptionalInt.empty()), "b", "a"))
        .containsExactly("c", "d", "e");
  }

  /** Whatever order they end in: none waits for ever, and devices are never over-full. */
  @Test
  void allAreDoneWhateverEndsFirst() throws PipelineException {
    List<Task> all = tasks();
    for (int order = 0; order < 64; order++) {
      List<Task> waiting = new ArrayList<>(all);
      List<Task> busy = new ArrayList<>();
      Set<String> done = new HashSet<>();
      for (int bits = order; done.size() < all.size(); bits >>= 1) {
        List<Task> next = TWO_GPUS.next(waiting, busy, done);
        waiting.removeAll(next);
        busy.addAll(next);
        assertThat(busy).as("after " + done).isNotEmpty();
        for (Device device : List.of(GPU0, GPU1)) {
          assertThat(busy.stream().filter(task -> task.devices().contains(device)).count())
              .isLessThanOrEqualTo(1);
        }
        done.add(busy.remove((bits & 1) % busy.size()).name());
      }
    }
  }

  @Test
  void thoseThatMayBeAtWorkTogether() throws PipelineException {
    List<Task> all = tasks();
    assertThat(TWO_GPUS.beside(all.get(0), all)).extracting(Task::name).containsExactly("b", "d");
    assertThat(TWO_GPUS.beside(all.get(2), all)).extracting(Task::name).containsExactly("e");
    assertThat(TWO_GPUS.atOnce(all)).isEqualTo(2);
    SideBySide none = new SideBySide(Map.of(), OptionalInt.empty());
    assertThat(none.beside(all.get(0), all)).isEmpty();
    assertThat(none.atOnce(all)).isEqualTo(1);
  }

  @Test
  void aCacheThatTwoWouldOpenKeepsThemApart() throws PipelineException {
    SideBySide two = new SideBySide(Map.of(Device.CPU, 2), OptionalInt.empty());
    for (String mode : List.of("off", "clean", "replay, period = 2")) {
      String one =
          Texts.GOOD
              .substring(Texts.GOOD.indexOf("  {\n    name = target"))
              .replace("devices = [cpu, cpu]", "cache { mode = " + mode + " }");
      String other =
          one.substring(0, one.indexOf("  {\n    name = source"))
              .replace("name = target", "name = other");
      String text =
          Texts.GOOD
              .replace("devices = [cpu, cpu]", "cache { mode = " + mode + " }")
              .replace("  {\n    name = source", other + "  {\n    name = source");
      List<Task> all = Texts.read(text).tasks();
      Task target = all.stream().filter(t -> t.name().equals("target")).findFirst().orElseThrow();
      assertThat(two.beside(target, all).stream().map(Task::name).toList().contains("other"))
          .as(mode)
          .isEqualTo(!mode.equals("clean"));
    }
  }

  @Test
  void whatIsWrittenIsReadOrRefused() throws PipelineException {
    SideBySide side =
        Texts.read(Texts.GOOD + "machine { devices { cpu = 2, gpu0 = 3 }, max-tasks = 4 }\n")
            .machine()
            .tasks();
    assertThat(side.places()).containsEntry(Device.CPU, 2).containsEntry(GPU0, 3);
    assertThat(side.places(GPU1)).isEqualTo(1);
    assertThat(side.most()).isEqualTo(4);
    assertThat(
            Texts.problems(
                Texts.GOOD + "machine { devices { cpu = 0, gpx = 1 }, max-tasks = none }\n"))
        .anyMatch(problem -> problem.contains("machine.devices.cpu: 0"))
        .anyMatch(
            problem -> problem.contains("machine.devices.gpx: 1 (expected: cpu, or a GPU as gpu0"))
        .anyMatch(problem -> problem.contains("machine.max-tasks: \"none\""));
  }
}
