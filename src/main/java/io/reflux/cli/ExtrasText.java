package io.reflux.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reflux.dataset.Dataset;
import io.reflux.evaluate.QueryTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code reflux evaluate} tells beside the metrics, as text, JSON and a table of classes. */
final class ExtrasText {
  /** How many of the worst classes are shown. */
  private static final int SHOWN = 5;

  private ExtrasText() {}

  /** The metrics, a line each, with their intervals and a column for each variant. */
  static String metrics(Map<String, Double> metrics, EvaluationExtras.Found found) {
    TextTable table = new TextTable();
    if (!found.variants().isEmpty()) {
      List<String> head = new ArrayList<>(List.of("", "", "as it is"));
      head.addAll(found.variants().keySet());
      table.add(head);
    }
    metrics.forEach(
        (name, value) -> {
          QueryTerms.Interval interval = found.intervals().get(name);
          String own = MetricText.of(name, value);
          String ends =
              interval == null
                  ? ""
                  : " (%s … %s)"
                      .formatted(
                          MetricText.of(name, interval.low()),
                          MetricText.of(name, interval.high()));
          List<String> row = new ArrayList<>(List.of(name, "", own + ends));
          found
              .variants()
              .values()
              .forEach(variant -> row.add(MetricText.of(name, variant.get(name))));
          table.add(row);
        });
    return table.text();
  }

  /** Lines about the worst classes by the first metric that goes by ranks. */
  static List<String> worst(EvaluationExtras.Found found, Dataset queries) {
    List<String> lines = new ArrayList<>();
    found
        .terms()
        .filter(terms -> found.ofClasses() && !terms.terms().isEmpty())
        .ifPresent(
            terms -> {
              String first = terms.terms().keySet().iterator().next();
              lines.add("the worst classes by " + first + ":");
              terms.classes(first).stream()
                  .limit(SHOWN)
                  .forEach(
                      each ->
                          lines.add(
                              "  %s  %s  of %d"
                                  .formatted(
                                      MetricText.of(first, each.value()),
                                      queries.className(each.label()),
                                      each.queries())));
            });
    return lines;
  }

  /** Adds intervals, variants and the worst classes to the JSON. */
  static void put(EvaluationExtras.Found found, Dataset queries, ObjectNode root) {
    if (!found.intervals().isEmpty()) {
      ObjectNode intervals = root.putObject("intervals");
      found
          .intervals()
          .forEach((name, each) -> intervals.putArray(name).add(each.low()).add(each.high()));
    }
    if (!found.variants().isEmpty()) {
      ObjectNode variants = root.putObject("variants");
      found.variants().forEach((name, metrics) -> metrics.forEach(variants.putObject(name)::put));
    }
    if (found.ofClasses()) {
      ObjectNode classes = root.putObject("classes");
      QueryTerms terms = found.terms().orElseThrow();
      for (String metric : terms.terms().keySet()) {
        ArrayNode all = classes.putArray(metric);
        terms
            .classes(metric)
            .forEach(
                each ->
                    all.addObject()
                        .put("class", queries.className(each.label()))
                        .put("queries", each.queries())
                        .put("value", each.value()));
      }
    }
  }
}
