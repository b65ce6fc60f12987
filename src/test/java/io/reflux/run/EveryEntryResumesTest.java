package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.method.Method;
import io.reflux.method.Methods;
import io.reflux.pipeline.Pipeline;
import io.reflux.run.ForgetfulStages.Forgotten;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every method, miner, head, optimizer and schedule of the catalogues in a run that breaks off in
 * the middle of its second epoch and goes on to the bit; a new entry is held to it without a line
 * here.
 */
class EveryEntryResumesTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path pack = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    pack = TinyPack.write(shared.resolve("pack"));
  }

  @TestFactory
  Stream<DynamicTest> methods() throws Exception {
    return new Run(EntryGroup.methods(1)).goesOnUnless(Forgotten.TRAINABLES, Forgotten.MEMORIES);
  }

  @TestFactory
  Stream<DynamicTest> methodsOfTwoViews() throws Exception {
    return new Run(EntryGroup.methods(2))
        .goesOnUnless(Forgotten.MEMORIES, Forgotten.MOMENTUM_NETWORK);
  }

  @TestFactory
  Stream<DynamicTest> miners() throws Exception {
    return new Run(EntryGroup.miners()).goesOnUnless();
  }

  @TestFactory
  Stream<DynamicTest> optimizersAndSchedules() throws Exception {
    return new Run(EntryGroup.optimizers()).goesOnUnless(Forgotten.OPTIMIZER);
  }

  @TestFactory
  Stream<DynamicTest> headsAndPoolings() throws Exception {
    return new Run(EntryGroup.heads()).goesOnUnless();
  }

  @Test
  void noMethodIsLeftOut() {
    Set<String> tried = new TreeSet<>(EntryGroup.OF_DIVA);
    tried.addAll(EntryGroup.methods(1).students().keySet());
    tried.addAll(EntryGroup.methods(2).students().keySet());
    tried.remove("taught");
    assertThat(tried).isEqualTo(new TreeSet<>(Methods.CATALOGUE.names()));
  }

  /** A group's run: whole, and broken off. */
  private final class Run {
    private final EntryGroup group;
    private final Pipeline pipeline;
    private final BrokenOff broken;
    private final Series whole;

    Run(EntryGroup group) throws Exception {
      this.group = group;
      pipeline = group.over(pack);
      broken = new BrokenOff(pipeline, folder);
      whole = broken.whole();
      for (String name : group.students().keySet()) {
        assertThat(whole.of(name).losses()).as(name).hasSize(TinyPipeline.STEPS);
        assertThat(whole.of(name).models()).as(name).hasSize(2);
      }
      broken.breakOff(method -> !method.teacherOutputs().isEmpty());
    }

    /**
     * A test of each entry, which ends as if nothing had happened; and of parts of a state: those
     * who have it end with other numbers when it is lost.
     */
    Stream<DynamicTest> goesOnUnless(Forgotten... parts) throws IOException {
      Series resumed = broken.resumed();
      Stream<DynamicTest> same =
          group.students().keySet().stream()
              .map(
                  name ->
                      DynamicTest.dynamicTest(
                          group.name() + ": " + name,
                          () -> assertThat(resumed.of(name)).isEqualTo(whole.of(name))));
      Stream<DynamicTest> others =
          Stream.of(parts)
              .map(
                  part ->
                      DynamicTest.dynamicTest(
                          group.name() + " without " + part, () -> forgettingShows(part)));
      return Stream.concat(same, others);
    }

    private void forgettingShows(Forgotten part) throws Exception {
      ForgetfulStages stages = new ForgetfulStages(part);
      Series other = broken.resumed(part.name(), stages);
      Map<String, Boolean> forgot = new LinkedHashMap<>();
      Map<String, Boolean> differs = new LinkedHashMap<>();
      methods()
          .forEach(
              (name, method) -> {
                forgot.put(name, stages.forgot(method));
                differs.put(name, !other.of(name).equals(whole.of(name)));
              });
      assertThat(differs).isEqualTo(forgot);
    }

    private Map<String, Method> methods() {
      Map<String, Method> methods = new LinkedHashMap<>();
      pipeline.tasks().get(1).students().forEach(s -> methods.put(s.name(), s.method().value()));
      return methods;
    }
  }
}
