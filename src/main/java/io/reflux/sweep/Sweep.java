package io.reflux.sweep;

import io.reflux.keep.ChildCommand;
import io.reflux.pipeline.Pipeline;
import io.reflux.queue.EntryView;
import io.reflux.queue.QueueFolder;
import io.reflux.queue.QueueServer;
import io.reflux.queue.QueueSettings;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunSummary;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A sweep in its folder: begun, or gone on with. Its trials are run by a queue; what ended before
 * is not run again.
 */
public final class Sweep {
  private static final long LOOK_EVERY_MILLIS = 500;

  private final SweepFolder folder;
  private final SweepPlan plan;
  private final Judge judge;
  private final Map<String, EntryView> last = new HashMap<>();
  private final Rungs rungs;

  private Sweep(SweepFolder folder, SweepPlan plan, Judge judge) {
    this.folder = folder;
    this.plan = plan;
    this.judge = judge;
    rungs = new Rungs(folder, plan, judge, last);
  }

  /**
   * By what trials are compared.
   *
   * @param metric a metric's name; empty for the one that the pipeline names as {@code best}
   * @param student a task, or {@code task.student}; empty for the one that the keys are about, else
   *     the last task's best
   */
  public record Judged(String metric, String student) {
    private static final Judged AS_IT_IS = new Judged("", "");

    Judge in(Pipeline pipeline, SweepRequest request) {
      String counts = student.isEmpty() ? Judge.student(request.keys()) : student;
      return Judge.of(pipeline, metric, counts);
    }
  }

  /**
   * How trials are run.
   *
   * @param settings of the machine
   * @param places where trials run, and how many at once
   * @param address where the queue answers
   * @param reflux how another process of this program is started
   */
  public record Machine(
      QueueSettings settings,
      TrialPlaces places,
      QueueServer.Address address,
      ChildCommand reflux) {}

  /**
   * Begins a sweep: every trial is checked, and the list of them is on the disk before any runs.
   *
   * @throws InputException if the folder holds a sweep, or something that was asked for is wrong
   */
  public static Sweep begin(SweepFolder folder, SweepRequest request, Judged by)
      throws IOException {
    List<Trial> trials = request.list();
    List<Pipeline> pipelines = TrialPipelines.of(request, trials);
    Judge judge = by.in(pipelines.get(0), request);
    refuseWhatCantBeHalved(request, trials.size(), pipelines.get(0), judge);
    List<Pipeline> own =
        pipelines.stream().map(each -> each.withCachesIn(folder.caches())).toList();
    SharedTasks.Found shared = SharedTasks.in(trials, own);
    SweepPlan plan =
        new SweepPlan(RunSummary.ownVersion(), request, by, trials, shared.tasks(), shared.takes());
    Map<String, String> texts = new LinkedHashMap<>(shared.pipelines());
    for (int i = 0; i < own.size(); i++) {
      texts.put(trials.get(i).name(), own.get(i).resolved());
    }
    folder.begin(plan, texts);
    return new Sweep(folder, plan, judge);
  }

  private static void refuseWhatCantBeHalved(
      SweepRequest request, int trials, Pipeline pipeline, Judge judge) {
    int factor = request.halving();
    boolean hasRungs = !Halving.of(factor, trials, judge.epochs()).rungs().isEmpty();
    if (factor > 0 && !(hasRungs && pipeline.seeds().isEmpty())) {
      throw new InputException(
          String.format(
              "--halving: %d (expected: so many trials at least, of one seed and several epochs)",
              factor));
    }
  }

  /**
   * Goes on with a sweep.
   *
   * @param by by what its trials are compared from here on; of empty words, as before
   * @throws InputException if there is none, or who goes on is decided by something else
   */
  public static Sweep goOn(SweepFolder folder, Judged by) throws IOException {
    SweepPlan plan = folder.read();
    Judged used = by.equals(Judged.AS_IT_IS) ? plan.by() : by;
    if (plan.request().halving() > 0 && !used.equals(plan.by())) {
      throw new InputException(
          "--metric, --student: other ones (expected: as they were, since trials were dropped by"
              + " them)");
    }
    return new Sweep(
        folder, plan, used.in(folder.pipeline(plan.trials().get(0).name()), plan.request()));
  }

  /** What the sweep is. */
  public SweepPlan plan() {
    return plan;
  }

  /** By what its trials are compared. */
  public Judge judge() {
    return judge;
  }

  /**
   * Runs until nothing more happens by itself.
   *
   * @param told counted down when the trials are to write their checkpoints and leave
   * @param said hears a sentence for each thing that happens
   */
  public void run(Machine machine, CountDownLatch told, Consumer<String> said)
      throws IOException, InterruptedException {
    QueueFolder queue = folder.queue();
    List<QueueFolder.Admitted> line =
        new SweepLine(folder, plan, judge).left(rungs.dropped().keySet());
    Map<String, List<String>> named = new LinkedHashMap<>();
    line.forEach(each -> named.put(each.name(), each.devices()));
    int cores = Runtime.getRuntime().availableProcessors();
    QueueSettings settings = machine.places().in(machine.settings(), named, cores, said);
    line.forEach(queue::admit);
    QueueServer.Plan served =
        new QueueServer.Plan(queue, settings.keepingAll(), machine.address(), machine.reflux());
    try (QueueServer server = QueueServer.start(served)) {
      said.accept("queue " + server.url());
      boolean leaving = false;
      while (!leaving && !look(server, said)) {
        leaving = told.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      }
      if (leaving) {
        said.accept("the trials write their checkpoints and leave");
        server.leave();
      }
    }
  }

  /** Says what is new; true if nothing more happens. */
  private boolean look(QueueServer server, Consumer<String> said) {
    List<EntryView> entries = server.entries();
    for (EntryView entry : entries) {
      EntryView before = last.put(entry.name(), entry);
      if (before == null || !before.state().equals(entry.state())) {
        sentence(entry).ifPresent(said);
      }
    }
    return !rungs.steer(server) && entries.stream().allMatch(EntryView::rests);
  }

  private Optional<String> sentence(EntryView entry) {
    if (plan.shared().stream().anyMatch(task -> task.name().equals(entry.name()))) {
      String why = entry.sentences().isEmpty() ? "" : ": " + entry.sentences().get(0);
      return Optional.of(entry.name() + ": " + entry.state() + why)
          .filter(words -> !entry.state().equals("waiting"));
    }
    return plan.trials().stream()
        .filter(trial -> trial.name().equals(entry.name()))
        .findFirst()
        .map(trial -> standing(trial, rungs.dropped()))
        .filter(standing -> !standing.state().equals("waiting"))
        .map(this::sentence);
  }

  private String sentence(Standing standing) {
    String words = standing.trial().name() + ": " + standing.state();
    if (standing.isDone()) {
      return words
          + standing
              .score()
              .map(s -> String.format(", %s %.4f", judge.metric(), judge.value(s)))
              .orElse("");
    }
    return standing.sentences().isEmpty() ? words : words + ": " + standing.sentences().get(0);
  }

  private Standing standing(Trial trial, Map<Trial, String> allDropped) {
    EntryView entry = last.get(trial.name());
    Standing own = Standing.of(trial, folder.run(trial), judge);
    String dropped = allDropped.get(trial);
    if (dropped != null && !own.isDone()) {
      return own.in(Standing.DROPPED, List.of(dropped));
    }
    return entry == null ? own : own.in(entry.state(), entry.sentences());
  }

  /**
   * Where all trials stand: those that are done, the best first, then the others, the best so far
   * first; those without a number last.
   */
  public List<Standing> standings() {
    Comparator<Double> bestFirst = judge.bestFirst();
    Map<Trial, String> dropped = rungs.dropped();
    List<Standing> all =
        new ArrayList<>(plan.trials().stream().map(trial -> standing(trial, dropped)).toList());
    all.sort(
        Comparator.comparing(Standing::isDone)
            .reversed()
            .thenComparing(
                standing -> standing.score().map(judge::value).filter(v -> !v.isNaN()).orElse(null),
                Comparator.nullsLast(bestFirst)));
    return List.copyOf(all);
  }

  /** What became of the tasks that trials share, in a sentence each. */
  public List<String> shared() {
    return plan.shared().stream().map(this::sentence).toList();
  }

  private String sentence(SharedTask task) {
    RunDirectory run = folder.run(task);
    EntryView entry = last.get(task.name());
    if (run.isDone(task.task())) {
      return String.format(
          "%s: trained once for %d trials, in %s", task.task(), plan.trialsOf(task), run.root());
    }
    String why = entry == null ? "not done" : entry.state();
    List<String> sentences = entry == null ? List.of() : entry.sentences();
    return String.join(
        ": ", Stream.concat(Stream.of(task.name(), why), sentences.stream()).toList());
  }
}
