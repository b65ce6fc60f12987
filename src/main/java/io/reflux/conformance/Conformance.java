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
import java.util.function.Function;

/** Runs golden cases on this installation: what {@code reflux conformance} does. */
public final class Conformance {
  private final Device device;
  private final Function<String, Optional<Suite>> suites;
  private final long heapBytes;
  private final Consumer<String> report;

  /**
   * A run on one device.
   *
   * @param suites the checks of a kind; empty if there are none
   * @param report is told each line
   */
  public Conformance(
      Device device, Function<String, Optional<Suite>> suites, Consumer<String> report) {
    this(device, suites, Runtime.getRuntime().maxMemory(), report);
  }

  Conformance(
      Device device,
      Function<String, Optional<Suite>> suites,
      long heapBytes,
      Consumer<String> report) {
    this.device = device;
    this.suites = suites;
    this.heapBytes = heapBytes;
    this.report = report;
  }

  /**
   * Runs every case of a folder: the whole golden folder, or one of its kinds. Tells a line for
   * each operation, with a line for each difference and each case left out under it, and at last
   * {@code N passed, N failed}.
   *
   * @throws IOException if the folder has no index of golden cases, or one that can't be read
   */
  public Outcome run(Path folder) throws IOException {
    Outcome outcome = Outcome.NONE;
    for (Golden golden : Golden.kinds(folder)) {
      outcome = outcome.plus(run(golden));
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

  private Outcome run(Golden golden) {
    Optional<Suite> suite = suites.apply(golden.kind());
    if (suite.isEmpty()) {
      report.accept(golden.kind() + ": left out (this version has no checks of this kind)");
      return Outcome.NONE;
    }
    Outcome outcome = Outcome.NONE;
    try {
      for (Map.Entry<String, List<Case>> each : byOperation(suite.get(), golden).entrySet()) {
        outcome = outcome.plus(run(golden.kind(), each.getKey(), each.getValue()));
      }
    } catch (IOException e) {
      // A file that tells of several cases: none of the kind can be told apart.
      report.accept(golden.kind() + ": " + Outcome.FAILED);
      report.accept("  " + e.getMessage());
      outcome = outcome.plus(Outcome.FAILED);
    }
    return outcome;
  }

  private Outcome run(String kind, String operation, List<Case> cases) {
    Outcome outcome = Outcome.NONE;
    List<String> below = new ArrayList<>();
    for (Case each : cases) {
      Optional<String> obstacle = each.effort().obstacle(heapBytes);
      List<String> found = obstacle.map(List::of).orElseGet(() -> each.differences(device));
      outcome =
          outcome.plus(
              obstacle.isPresent()
                  ? Outcome.LEFT_OUT
                  : found.isEmpty() ? Outcome.PASSED : Outcome.FAILED);
      found.forEach(one -> below.add("  " + each.id() + ": " + one));
    }
    report.accept(kind + " " + operation + ": " + outcome);
    below.forEach(report);
    return outcome;
  }
}
