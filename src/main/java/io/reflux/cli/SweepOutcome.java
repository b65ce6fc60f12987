package io.reflux.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.report.Report;
import io.reflux.setting.ShellWord;
import io.reflux.sweep.Judge;
import io.reflux.sweep.Standing;
import io.reflux.sweep.Sweep;
import io.reflux.sweep.SweepFolder;
import io.reflux.sweep.SweepPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What a sweep came to: by which metric, and how that is shown. */
final class SweepOutcome {
  private static final int ON_PAGE = 12;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "By which trials are compared; the task's evaluate.best if absent.")
  private String metric = "";

  @Option(
      names = "--student",
      paramLabel = "TASK.NAME",
      description =
          "Whose metric counts; that of the student whom the keys are about, else the best of the"
              + " last task that trains.")
  private String student = "";

  @Option(names = "--json", description = "The table as JSON; what goes on is told on stderr.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  Sweep.Judged judged() {
    return new Sweep.Judged(metric, student);
  }

  /**
   * Prints where the trials stand, the best first.
   *
   * @param stopped whether somebody stopped them
   * @return the exit code
   */
  int print(Sweep sweep, SweepFolder folder, boolean stopped, PrintWriter out) throws IOException {
    List<Standing> standings = sweep.standings();
    if (json) {
      out.println(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(values(sweep)));
    } else {
      out.println(table(sweep.plan(), sweep.judge(), standings).text(Screens.tableWidth()));
      standings.stream()
          .filter(each -> !each.isSettled())
          .forEach(each -> each.sentences().forEach(s -> out.println(name(each) + ": " + s)));
      standings.stream()
          .filter(each -> each.isDone() && each.score().isPresent())
          .findFirst()
          .ifPresent(
              best ->
                  out.println(
                      "best by "
                          + sweep.judge().metric()
                          + ": "
                          + folder.run(best.trial()).root()));
      sweep.shared().forEach(out::println);
      page(folder, standings, out);
      if (!standings.stream().allMatch(Standing::isSettled)) {
        out.println("to go on: reflux sweep --resume " + ShellWord.of(folder.root()));
      }
    }
    out.flush();
    if (stopped) {
      return ExitCode.stopped(OptionalInt.empty());
    }
    return standings.stream().allMatch(Standing::isSettled) ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** That it can't be written is told, and fails nothing. */
  private static void page(SweepFolder folder, List<Standing> standings, PrintWriter out) {
    List<Path> best =
        standings.stream()
            .filter(Standing::isDone)
            .limit(ON_PAGE)
            .map(each -> folder.run(each.trial()).root())
            .toList();
    if (best.size() > 1) {
      try {
        Report.compare(best, folder.page());
        out.println(
            "comparison"
                + (best.size() < ON_PAGE ? "" : " of the best " + ON_PAGE)
                + ": "
                + folder.page());
      } catch (IOException | RuntimeException e) {
        LoggerFactory.getLogger(SweepOutcome.class).warn("no comparison: {}", Sentences.of(e), e);
      }
    }
  }

  private static String name(Standing standing) {
    return standing.trial().name();
  }

  private static TextTable table(SweepPlan plan, Judge judge, List<Standing> standings) {
    List<String> metrics = new ArrayList<>(List.of(judge.metric()));
    TreeSet<String> further = new TreeSet<>(MetricOrder.BY_NAME);
    standings.forEach(s -> s.score().ifPresent(score -> further.addAll(score.metrics().keySet())));
    further.remove(judge.metric());
    metrics.addAll(further);
    TextTable table = new TextTable();
    List<String> head = new ArrayList<>(List.of("trial"));
    head.addAll(plan.shortKeys());
    head.addAll(metrics);
    head.addAll(List.of("student", "epoch", "state", "time"));
    table.add(head);
    for (Standing standing : standings) {
      List<String> row = new ArrayList<>(List.of(number(standing)));
      row.addAll(standing.trial().shownValues());
      for (String name : metrics) {
        row.add(MetricText.of(name, standing.score().map(s -> s.metrics().get(name)).orElse(null)));
      }
      row.add(standing.score().map(Judge.Score::student).orElse(""));
      row.add(standing.score().map(s -> Integer.toString(s.epoch())).orElse(""));
      row.add(standing.state());
      row.add(standing.seconds() > 0 ? Clock.text(standing.seconds()) : "");
      table.add(row);
    }
    return table;
  }

  private static String number(Standing standing) {
    return name(standing).replaceFirst("-.*$", "");
  }

  private static Map<String, Object> values(Sweep sweep) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("metric", sweep.judge().metric());
    all.put("less-is-better", sweep.judge().lessIsBetter());
    all.put("keys", sweep.plan().keys());
    all.put("shared", sweep.plan().shared());
    all.put(
        "trials",
        sweep.standings().stream()
            .map(each -> values(each, sweep.plan().takes(each.trial())))
            .toList());
    return all;
  }

  private static Map<String, Object> values(Standing standing, List<String> takes) {
    Map<String, Object> trial = new LinkedHashMap<>();
    trial.put("trial", name(standing));
    trial.put("values", standing.trial().values());
    trial.put("takes", takes);
    trial.put("state", standing.state());
    standing
        .score()
        .ifPresent(
            score -> {
              trial.put("student", score.student());
              trial.put("epoch", score.epoch());
              trial.put("metrics", score.metrics());
            });
    trial.put("seconds", standing.seconds());
    trial.put("cache-hits", standing.cacheHits());
    trial.put("cache-misses", standing.cacheMisses());
    trial.put("sentences", standing.sentences());
    return trial;
  }
}
