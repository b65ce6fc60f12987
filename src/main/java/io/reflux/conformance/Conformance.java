package io.reflux.conformance;

import io.reflux.engine.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs golden cases on this installation: what {@code reflux conformance DIR} does. */
public final class Conformance {
  private final Device device;
  private final Consumer<String> report;

  /**
   * A run on one device.
   *
   * @param report is told each line
   */
  public Conformance(Device device, Consumer<String> report) {
    this.device = device;
    this.report = report;
  }

  /**
   * Runs every case of a folder: the whole golden folder, or one of its kinds. Tells a line for
   * each operation, with the differences of its failed cases under it, and at last {@code N passed,
   * N failed}.
   *
   * @throws IOException if the folder has no index of golden cases
   */
  public Outcome run(Path folder) throws IOException {
    Outcome outcome = new Outcome(0, 0);
    for (Golden golden : Golden.kinds(folder)) {
      Optional<Suite> suite = Suites.of(golden.kind());
      if (suite.isEmpty()) {
        report.accept(golden.kind() + ": left out (this version has no checks of this kind)");
        continue;
      }
      for (Map.Entry<String, List<Case>> each : byOperation(suite.get(), golden).entrySet()) {
        outcome = outcome.plus(run(golden.kind(), each.getKey(), each.getValue()));
      }
    }
    report.accept(outcome.toString());
    return outcome;
  }

  /** The cases of one kind by operation, in the order of the index. */
  static Map<String, List<Case>> byOperation(Suite suite, Golden golden) throws IOException {
    Map<String, List<Case>> operations = new LinkedHashMap<>();
    for (Case each : suite.cases(golden)) {
      operations.computeIfAbsent(each.operation(), name -> new ArrayList<>()).add(each);
    }
    return operations;
  }

  private Outcome run(String kind, String operation, List<Case> cases) {
    Outcome outcome = new Outcome(0, 0);
    List<String> differences = new ArrayList<>();
    for (Case each : cases) {
      List<String> found = each.differences(device);
      outcome = outcome.plus(found.isEmpty() ? new Outcome(1, 0) : new Outcome(0, 1));
      found.forEach(one -> differences.add("  " + each.id() + ": " + one));
    }
    report.accept(kind + " " + operation + ": " + outcome);
    differences.forEach(report);
    return outcome;
  }
}
