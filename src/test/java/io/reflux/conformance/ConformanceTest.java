package io.reflux.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every golden case of the test resources, by the code that users run. */
class ConformanceTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everyOperation() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Golden golden : Golden.kinds(GOLDEN)) {
      Suite suite = Suites.of(golden.kind()).orElse(null);
      if (suite == null) {
        continue;
      }
      Conformance.byOperation(suite, golden)
          .forEach(
              (operation, cases) ->
                  tests.add(
                      DynamicTest.dynamicTest(
                          golden.kind() + " " + operation, () -> assertPass(cases))));
    }
    return tests.stream();
  }

  private static void assertPass(List<Case> cases) {
    List<String> differences = new ArrayList<>();
    for (Case each : cases) {
      each.differences(Device.CPU).forEach(one -> differences.add(each.id() + ": " + one));
    }
    assertThat(cases).isNotEmpty();
    assertThat(differences).isEmpty();
  }

  @Test
  void aFolderOfOneKindIsRecognised() throws IOException {
    copy("pkt-1", "");
    List<String> lines = new ArrayList<>();
    Outcome outcome = new Conformance(Device.CPU, lines::add).run(folder);
    assertThat(lines).containsExactly("losses pkt: 1 passed, 0 failed", "1 passed, 0 failed");
    assertThat(outcome.success()).isTrue();
  }

  @Test
  void aWrongValueFailsAndIsNamed() throws IOException {
    copy("pkt-1", "0.004227580026");
    List<String> lines = new ArrayList<>();
    Outcome outcome = new Conformance(Device.CPU, lines::add).run(folder);
    assertThat(outcome).isEqualTo(new Outcome(0, 1));
    assertThat(outcome.success()).isFalse();
    assertThat(lines.get(1)).startsWith("  pkt-1: loss[0]: 0.0042").contains("expected: 0.005");
  }

  @Test
  void anUnreadableCaseFailsAlone() throws IOException {
    Files.writeString(
        folder.resolve("index.json"),
        "[{\"file\": \"losses/none.json\", \"op\": \"pkt\", \"id\": \"none\"}]");
    List<String> lines = new ArrayList<>();
    assertThat(new Conformance(Device.CPU, lines::add).run(folder)).isEqualTo(new Outcome(0, 1));
    assertThat(lines.get(1)).contains("none.json");
  }

  @Test
  void nothingRunIsNoSuccess() throws IOException {
    Files.writeString(folder.resolve("index.json"), "{\"folder\": \"unheard-of\"}");
    List<String> lines = new ArrayList<>();
    Outcome outcome = new Conformance(Device.CPU, lines::add).run(folder);
    assertThat(outcome.success()).isFalse();
    assertThat(lines.get(0)).startsWith("unheard-of: left out");
  }

  @Test
  void aFolderWithoutAnIndexIsRefused() {
    assertThatThrownBy(() -> new Conformance(Device.CPU, line -> {}).run(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no index.json");
  }

  private void copy(String id, String value) throws IOException {
    String text = Files.readString(GOLDEN.resolve("objectives/losses/" + id + ".json"));
    Files.createDirectories(folder.resolve("losses"));
    Files.writeString(
        folder.resolve("losses/" + id + ".json"),
        value.isEmpty() ? text : text.replace(value, "0.005"));
    Files.writeString(
        folder.resolve("index.json"),
        "[{\"file\": \"losses/" + id + ".json\", \"op\": \"pkt\", \"id\": \"" + id + "\"}]");
  }
}
