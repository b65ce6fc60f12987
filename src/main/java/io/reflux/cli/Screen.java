package io.reflux.cli;

/** Where a run's progress is shown. */
interface Screen extends AutoCloseable {

  /** Shows a line that stays. */
  void line(String text);

  /**
   * Shows that a task begins.
   *
   * @param task its name
   * @param steps how many it has
   * @param fromStep how many are done already
   */
  void begin(String task, long steps, long fromStep);

  /**
   * Shows that a task has gone on.
   *
   * @param task its name
   * @param step how many steps are done
   * @param detail epoch, loss and rate in a few words
   */
  void step(String task, long step, String detail);

  /** Shows that a task is no longer at work. */
  void end(String task);

  /** Shows that no task is at work. */
  void end();

  @Override
  void close();
}
