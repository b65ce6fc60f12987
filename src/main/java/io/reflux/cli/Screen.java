package io.reflux.cli;

/** Where a run's progress is shown. */
interface Screen extends AutoCloseable {

  /** Shows a line that stays. */
  void line(String text);

  /**
   * Something that takes long.
   *
   * @param name as it is shown: a task's, or that of a phase before its first step
   * @param unit what it is counted in, as {@code step}
   * @param all how many of these it has
   * @param from how many are done already
   */
  record Work(String name, String unit, long all, long from) {}

  /**
   * How far something has come.
   *
   * @param done how much of it is done
   * @param detail epoch, loss and rate in a few words; may be empty
   * @param secondsToGo as whoever does the work reckons it, so that it is the same number
   *     everywhere; negative while unknown
   */
  record Going(long done, String detail, double secondsToGo) {}

  /** Shows that something begins. */
  void begin(Work work);

  /** Shows that something has gone on. */
  void step(String name, Going going);

  /** Shows that something is no longer at work; how far it came stays to be read. */
  void end(String name);

  /** As {@link #end(String)}, and nothing of it stays: another line tells what came of it. */
  void drop(String name);

  /** Shows that nothing is at work. */
  void end();

  @Override
  void close();
}
