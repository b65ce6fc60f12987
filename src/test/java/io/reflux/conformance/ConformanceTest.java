package io.reflux.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reflux.conformance.catalogue.Suites;
import io.reflux.engine.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Runs the golden cases that ship, by the code that users run. Slow ones are skipped, each by its
 * name, unless the system property {@code reflux.conformance} is {@code all}.
 */
class ConformanceTest {
  private static final Path GOLDEN = Path.of("src/golden");
  private static final boolean ALL = System.getProperty("reflux.conformance", "").equals("all");

  @TempDir Path folder;

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicContainer> everyOperation() throws IOException {
    List<DynamicContainer> kinds = new ArrayList<>();
    for (Golden golden : Golden.kinds(GOLDEN)) {
      List<DynamicTest> tests = new ArrayList<>();
      Suite suite = Suites.of(golden.kind()).orElseThrow();
      Conformance.byOperation(suite, golden)
          .forEach((operation, cases) -> tests.addAll(tests(operation, cases)));
      kinds.add(DynamicContainer.dynamicContainer(golden.kind(), tests));
    }
    return kinds.stream();
  }

  /** One test of an operation's quick cases, and one of each slow one. */
  private static List<DynamicTest> tests(String operation, List<Case> cases) {
    List<DynamicTest> tests = new ArrayList<>();
    List<Case> quick = cases.stream().filter(each -> !each.effort().slow()).toList();
    if (!quick.isEmpty()) {
      tests.add(DynamicTest.dynamicTest(operation, () -> assertPass(quick)));
    }
    for (Case each : cases) {
      if (each.effort().slow()) {
        tests.add(DynamicTest.dynamicTest(operation + " " + each.id(), () -> assertSlow(each)));
      }
    }
    return tests;
  }

  private static void assertSlow(Case each) {
    assumeTrue(ALL, "slow; -Dreflux.conformance=all runs it");
    String obstacle = each.effort().obstacle(Runtime.getRuntime().maxMemory()).orElse("");
    assumeTrue(obstacle.isEmpty(), obstacle);
    assertPass(List.of(each));
  }

  private static void assertPass(List<Case> cases) {
    List<String> differences = new ArrayList<>();
    for (Case each : cases) {
      each.differences(Device.CPU).forEach(one -> differences.add(each.id() + ": " + one));
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void aFolderOfOneKindIsRecognised() throws IOException {
    copy("pkt-1", "");
    List<String> lines = new ArrayList<>();
    Outcome outcome = new Conformance(Device.CPU, Suites::of, lines::add).run(folder);
    assertThat(lines).containsExactly("losses pkt: 1 passed, 0 failed", "1 passed, 0 failed");
    assertThat(outcome.success()).isTrue();
  }

  @Test
  void aWrongValueFailsAndIsNamed() throws IOException {
    copy("pkt-1", "0.004227580026");
    List<String> lines = new ArrayList<>();
    Outcome outcome = new Conformance(Device.CPU, Suites::of, lines::add).run(folder);
    assertThat(outcome).isEqualTo(Outcome.FAILED);
    assertThat(outcome.success()).isFalse();
    assertThat(lines.get(1)).startsWith("  pkt-1: loss[0]: 0.0042").contains("expected: 0.005");
  }

  @Test
  void anUnreadableCaseFailsAlone() throws IOException {
    index("[{\"file\": \"losses/none.json\", \"op\": \"pkt\", \"id\": \"none\"}]");
    List<String> lines = new ArrayList<>();
    assertThat(new Conformance(Device.CPU, Suites::of, lines::add).run(folder))
        .isEqualTo(Outcome.FAILED);
    assertThat(lines.get(1)).contains("none.json");
  }

  @Test
  void anUnreadableFileOfSeveralCasesFailsItsKindAlone() throws IOException {
    Files.createDirectories(folder.resolve("metrics"));
    Files.writeString(folder.resolve("metrics/index.json"), "{\"folder\": \"metrics\"}");
    Path losses = Files.createDirectories(folder.resolve("objectives"));
    Files.createDirectories(losses.resolve("losses"));
    Files.copy(GOLDEN.resolve("objectives/losses/pkt-1.json"), losses.resolve("losses/pkt-1.json"));
    Files.writeString(
        losses.resolve("index.json"),
        "[{\"file\": \"losses/pkt-1.json\", \"op\": \"pkt\", \"id\": \"pkt-1\"}]");
    List<String> lines = new ArrayList<>();
    assertThat(new Conformance(Device.CPU, Suites::of, lines::add).run(folder))
        .isEqualTo(Outcome.FAILED.plus(Outcome.PASSED));
    assertThat(lines)
        .contains("metrics: 0 passed, 1 failed", "losses pkt: 1 passed, 0 failed")
        .anySatisfy(line -> assertThat(line).contains("data.json"));
  }

  @Test
  void nothingRunIsNoSuccess() throws IOException {
    index("{\"folder\": \"unheard-of\"}");
    List<String> lines = new ArrayList<>();
    Outcome outcome = new Conformance(Device.CPU, Suites::of, lines::add).run(folder);
    assertThat(outcome.success()).isFalse();
    assertThat(lines.get(0)).startsWith("unheard-of: left out");
  }

  @Test
  void aCaseTooLargeForTheHeapIsLeftOutByItsName() throws IOException {
    Path from = GOLDEN.resolve("networks");
    for (String file : List.of("simreg_resnet50x4.forward.json", "simreg_resnet50x4.keys.json")) {
      Files.copy(from.resolve(file), folder.resolve(file));
    }
    index(
        "{\"folder\": \"networks\", \"networks\": [{\"network\": \"simreg_resnet50x4\","
            + " \"parameters\": 383571176, \"keys\": \"simreg_resnet50x4.keys.json\","
            + " \"forward\": \"simreg_resnet50x4.forward.json\"}]}");
    List<String> lines = new ArrayList<>();
    Outcome outcome = new Conformance(Device.CPU, Suites::of, 100 << 20, lines::add).run(folder);
    assertThat(outcome).isEqualTo(new Outcome(0, 0, 2));
    assertThat(lines)
        .startsWith("networks simreg_resnet50x4: 0 passed, 0 failed, 2 left out")
        .contains("  eval_64x64: left out: a heap of 100 MiB (expected: 3659 MiB, as by -Xmx)")
        .endsWith("0 passed, 0 failed, 2 left out");
  }

  @Test
  void aFolderWithoutAnIndexIsRefused() {
    assertThatThrownBy(() -> new Conformance(Device.CPU, Suites::of, line -> {}).run(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no index.json");
  }

  private void copy(String id, String value) throws IOException {
    String text = Files.readString(GOLDEN.resolve("objectives/losses/" + id + ".json"));
    Files.createDirectories(folder.resolve("losses"));
    Files.writeString(
        folder.resolve("losses/" + id + ".json"),
        value.isEmpty() ? text : text.replace(value, "0.005"));
    index("[{\"file\": \"losses/" + id + ".json\", \"op\": \"pkt\", \"id\": \"" + id + "\"}]");
  }

  private void index(String json) throws IOException {
    Files.writeString(folder.resolve("index.json"), json);
  }
}
