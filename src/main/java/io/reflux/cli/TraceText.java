package io.reflux.cli;

import io.reflux.setting.Amount;
import io.reflux.train.StepTrace;
import io.reflux.train.StepWatch;
import io.reflux.train.TensorFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tensors of a step as a table: the parts in which there are many as a whole, with those that
 * are not finite.
 */
final class TraceText {
  private static final Set<StepWatch.Part> SINGLY =
      Set.of(StepWatch.Part.TEACHER, StepWatch.Part.OUTPUT, StepWatch.Part.LOSS);
  private static final int SHOWN = 8;

  private final StepTrace trace;
  private final boolean all;

  /** A table of a student's step; of every tensor, or of what stands out. */
  TraceText(StepTrace trace, boolean all) {
    this.trace = trace;
    this.all = all;
  }

  @Override
  public String toString() {
    TextTable table = new TextTable();
    table.add(List.of("", "tensor", "shape", "length", "largest", "not finite"));
    for (StepWatch.Part part : StepWatch.Part.values()) {
      List<TensorFacts> own = trace.tensors().stream().filter(each -> each.part() == part).toList();
      if (!own.isEmpty()) {
        rows(part, own, table);
      }
    }
    String first =
        trace
            .firstNotFinite()
            .map(
                each ->
                    String.format(
                        "the first that is not finite: %s %s, in %,d of %,d values",
                        each.part().word(), each.name(), each.notFinite(), each.count()))
            .orElse("every tensor is finite");
    String before = trace.before().isEmpty() ? "" : "; it went " + trace.before();
    return String.format(
        "student %s, %s, epoch %d%n%s%n%s%s%n",
        trace.student(),
        Amount.of(trace.plan().rows(), "image"),
        trace.plan().epoch() + 1,
        table.text(Screens.tableWidth()),
        first,
        before);
  }

  private void rows(StepWatch.Part part, List<TensorFacts> own, TextTable table) {
    boolean singly = all || SINGLY.contains(part);
    List<TensorFacts> shown = new ArrayList<>(own);
    if (!singly) {
      shown.removeIf(TensorFacts::finite);
    }
    shown.stream()
        .limit(singly ? own.size() : SHOWN)
        .forEach(each -> table.add(row(part.word(), each)));
    if (!singly) {
      table.add(sum(part, own));
    }
  }

  private static List<String> row(String part, TensorFacts tensor) {
    String shape =
        Arrays.stream(tensor.shape()).mapToObj(Long::toString).collect(Collectors.joining("x"));
    return List.of(
        part,
        tensor.name(),
        shape.isEmpty() ? "1" : shape,
        number(tensor.norm()),
        number(tensor.largest()),
        String.valueOf(tensor.notFinite()));
  }

  private static List<String> sum(StepWatch.Part part, List<TensorFacts> all) {
    double squares = all.stream().mapToDouble(each -> each.norm() * each.norm()).sum();
    return List.of(
        part.word(),
        "all " + all.size(),
        String.valueOf(all.stream().mapToLong(TensorFacts::count).sum()),
        number(Math.sqrt(squares)),
        number(all.stream().mapToDouble(TensorFacts::largest).max().orElse(0)),
        String.valueOf(all.stream().mapToLong(TensorFacts::notFinite).sum()));
  }

  private static String number(double value) {
    return String.format("%.4g", value);
  }
}
