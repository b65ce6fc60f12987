package io.reflux.keep;

import io.reflux.run.ProcessSignals;
import io.reflux.rundir.Reached;
import io.reflux.rundir.RunDirectory;
import io.reflux.setting.Amount;
import io.reflux.setting.ShellWord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a pipeline in a child process and begins it again, from its last checkpoint, when that
 * process dies. Signals are handed on. If this process is killed itself, the run goes on alone.
 */
public final class KeepAlive {
  private final Plan plan;
  private final RestartPolicy policy;
  private final Consumer<String> out;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Process child;
  private int restarts;

  /**
   * What is run.
   *
   * @param run the run directory
   * @param first the command that begins the run
   * @param again the command that goes on with it, once the run directory is there
   */
  public record Plan(RunDirectory run, List<String> first, List<String> again) {}

  /**
   * A run that has not begun.
   *
   * @param out where sentences about it go
   */
  public KeepAlive(Plan plan, KeepAliveSettings settings, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
    policy = new RestartPolicy(settings);
  }

  /**
   * Hands the signals that this process is sent from now on to the run's.
   *
   * @param terminal true if both have one: what it sends, it sends to both
   */
  public KeepAlive hearing(ProcessSignals signals, boolean terminal) {
    signals.on(
        List.of("TERM", "INT", "HUP", "USR1"),
        heard -> onSignal(heard.name().substring("SIG".length()), terminal));
    return this;
  }

  /**
   * Runs to the end; the calling thread waits.
   *
   * @return the exit code of the last process
   * @throws IOException if no process can be started
   */
  public int run() throws IOException, InterruptedException {
    while (true) {
      Process now = start();
      ChildExit exit = new ChildExit(now.waitFor());
      RestartPolicy.Decision decision =
          isStopping()
              ? new RestartPolicy.Over("")
              : policy.after(exit, Reached.by(plan.run()), System.nanoTime());
      String crash = CrashFiles.ofChildren().move(now.pid(), crashPlace()).orElse("");
      Optional<Duration> delay = decision.visit(new Telling(exit, crash));
      if (delay.isEmpty()) {
        return exit.code();
      }
      if (stopped.await(delay.get().toMillis(), TimeUnit.MILLISECONDS)) {
        lastWord("", exit, crash);
        return exit.code();
      }
    }
  }

  /** Tells what was decided; answers how long to wait, or empty if it is over. */
  private final class Telling implements RestartPolicy.Visitor<Optional<Duration>> {
    private final ChildExit exit;
    private final String crash;

    Telling(ChildExit exit, String crash) {
      this.exit = exit;
      this.crash = crash;
    }

    @Override
    public Optional<Duration> again(RestartPolicy.Again again) {
      tellOf(again, exit, crash);
      return Optional.of(again.delay());
    }

    @Override
    public Optional<Duration> over(RestartPolicy.Over over) {
      lastWord(over.sentence(), exit, crash);
      return Optional.empty();
    }
  }

  private Path crashPlace() {
    return plan.run().isBegun() ? plan.run().root() : Path.of("");
  }

  private Process start() throws IOException {
    List<String> words = plan.run().isBegun() && restarts > 0 ? plan.again() : plan.first();
    Process started = new ProcessBuilder(words).inheritIO().start();
    child = started;
    if (isStopping()) {
      Signals.send("TERM", started.toHandle()); // it came while the process was being started
    }
    return started;
  }

  private boolean isStopping() {
    return stopped.getCount() == 0;
  }

  /**
   * What a terminal sends it sends to all processes that belong to it: the child has it already,
   * and a second one would hurry it.
   */
  void onSignal(String name, boolean terminal) {
    if (!name.equals("USR1")) {
      stopped.countDown();
    }
    boolean byTerminal = terminal && (name.equals("INT") || name.equals("HUP"));
    Process now = child;
    if (now != null && !byTerminal) {
      Signals.send(name, now.toHandle());
    }
  }

  private void tellOf(RestartPolicy.Again again, ChildExit exit, String crash) {
    restarts = again.number();
    Reached reached = Reached.by(plan.run());
    Duration delay = again.delay();
    out.accept(
        String.format(
            "keep-alive: the run's process ended by %s, %s%s; restart %d in %.1f s",
            exit.words(), reached, about(crash), again.number(), delay.toMillis() / 1e3));
    RestartNote.write(plan.run(), exit, delay, crash);
  }

  private static String about(String crash) {
    return crash.isEmpty() ? "" : " (" + crash + " in the run directory says more)";
  }

  private void lastWord(String why, ChildExit exit, String crash) {
    String after = restarts == 0 ? "" : ", after " + Amount.of(restarts, "restart");
    if (!why.isEmpty()) {
      out.accept(
          "keep-alive: given up: "
              + why
              + about(crash)
              + "; reflux resume "
              + ShellWord.of(plan.run().root())
              + " goes on from the last checkpoint");
    } else if (exit.isDone()) {
      out.accept("keep-alive: done" + after);
    } else if (isStopping() || exit.isStopped()) {
      out.accept(
          "keep-alive: stopped"
              + after
              + "; reflux resume "
              + ShellWord.of(plan.run().root())
              + " goes on");
    } else {
      out.accept("keep-alive: not begun again, " + exit.words() + after);
    }
  }
}
