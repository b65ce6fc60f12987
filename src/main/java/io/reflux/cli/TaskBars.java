package io.reflux.cli;

import io.reflux.stage.RunEvent;
import java.util.HashMap;
import java.util.Map;

/**
 * The bars of the tasks at work: a task's own, counted in steps, and in its place, as long as
 * nothing is trained, that of the network which is measured.
 */
final class TaskBars {
  private static final String UNIT = "image";

  private final Screen screen;
  private final Map<String, Task> tasks = new HashMap<>();

  /** A task at work; the name of the bar that stands in its place, empty for its own. */
  private record Task(Screen.Work work, long step, String instead) {
    boolean isTraining() {
      return step > work.from() && step < work.all();
    }
  }

  /** No task is at work. */
  TaskBars(Screen screen) {
    this.screen = screen;
  }

  /** A task begins. */
  void begin(Screen.Work work) {
    end(work.name());
    tasks.put(work.name(), new Task(work, work.from(), ""));
    if (work.from() < work.all()) {
      screen.begin(work);
    }
  }

  /** A task has gone on. */
  void step(String name, Screen.Going going) {
    measured(name);
    tasks.computeIfPresent(
        name, (same, task) -> new Task(task.work(), going.done(), task.instead()));
    screen.step(name, going);
  }

  /** A network of a task is measured; while students learn meanwhile, that isn't shown. */
  void measuring(RunEvent.Measuring event) {
    Task task = tasks.get(event.task());
    if (task == null || task.isTraining()) {
      return;
    }
    String bar = event.task() + ": measuring " + event.network();
    if (!bar.equals(task.instead())) {
      if (task.instead().isEmpty()) {
        leave(task);
      } else {
        screen.drop(task.instead());
      }
      tasks.put(event.task(), new Task(task.work(), task.step(), bar));
      screen.begin(new Screen.Work(bar, UNIT, event.of(), 0));
    }
    if (event.images() < event.of()) { // else the metrics are computed, and told by a line
      screen.step(bar, new Screen.Going(event.images(), "", event.secondsToGo()));
    }
  }

  /** The measuring is over. */
  void measured(String name) {
    Task task = tasks.get(name);
    if (task == null || task.instead().isEmpty()) {
      return;
    }
    screen.drop(task.instead());
    tasks.put(name, new Task(task.work(), task.step(), ""));
    if (task.step() < task.work().all()) {
      screen.begin(task.work());
    }
  }

  /** A task is no longer at work. */
  void end(String name) {
    Task task = tasks.remove(name);
    if (task != null) {
      if (!task.instead().isEmpty()) {
        screen.drop(task.instead());
      }
      screen.end(name);
    }
  }

  /** How far training came stays to be read, if it has begun. */
  private void leave(Task task) {
    if (task.step() > task.work().from()) {
      screen.end(task.work().name());
    } else {
      screen.drop(task.work().name());
    }
  }
}
